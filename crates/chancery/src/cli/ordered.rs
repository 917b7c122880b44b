//! Work on many threads with results in order and a bounded number of items in hand.

use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};
use std::thread;

/// How many items each thread may have in hand, waiting or done.
const PER_THREAD: usize = 4;

/// Hands each of `items` to `work` on one of `threads` threads, and the results to `sink` in the order of the
/// items. Reading items and writing results happens on the calling thread. An error of `sink` ends it all.
pub fn ordered<T: Send, R: Send>(
    threads: usize,
    mut items: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    if threads <= 1 {
        return items.try_for_each(|item| sink(work(item)));
    }
    let (give, take) = mpsc::channel::<(usize, T)>();
    let (answer, answers) = mpsc::channel::<(usize, R)>();
    let take = Mutex::new(take);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (take, work, answer) = (&take, &work, answer.clone());
            scope.spawn(move || {
                while let Some((number, item)) = next(take) {
                    if answer.send((number, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(answer);
        // Leaving this closure drops `give`, and with it the threads' work ends.
        let give = give;
        let mut given = 0;
        let mut written = 0;
        let mut waiting = BTreeMap::new();
        loop {
            while given - written < threads * PER_THREAD {
                let Some(item) = items.next() else { break };
                give.send((given, item))
                    .expect("the threads live as long as this scope");
                given += 1;
            }
            if written == given {
                return Ok(());
            }
            let (number, result) = answers.recv().expect("a thread answers for every item");
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&written) {
                written += 1;
                sink(result)?;
            }
        }
    })
}

fn next<T>(take: &Mutex<mpsc::Receiver<T>>) -> Option<T> {
    take.lock().ok()?.recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_keep_the_order_of_items() {
        for threads in [1, 2, 8] {
            let mut squares = Vec::new();
            let square = |n: u64| {
                thread::sleep(std::time::Duration::from_micros((n * 7919) % 300));
                n * n
            };
            ordered(threads, 0..200, square, |square| {
                squares.push(square);
                Ok(())
            })
            .unwrap();
            assert_eq!(squares, (0..200).map(|n| n * n).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn few_items_are_in_hand_and_an_error_ends_it() {
        let read = AtomicUsize::new(0);
        let items = (0..100_000).inspect(|_| {
            read.fetch_add(1, Ordering::Relaxed);
        });
        let result = ordered(
            2,
            items,
            |n| n,
            |n| {
                if n == 10 {
                    anyhow::bail!("enough")
                } else {
                    Ok(())
                }
            },
        );
        assert_eq!(result.unwrap_err().to_string(), "enough");
        assert!(read.load(Ordering::Relaxed) <= 10 + 2 * PER_THREAD + 1);
    }
}
