//! Analyses of a stream of texts, on several threads, in order.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Pipeline;
use crate::analysis::Analysis;

/// How many bytes of text make a parcel for one thread; about as many tokens as are analysed together.
const PARCEL: usize = 8_000;

/// How many texts make a parcel at most.
const MAX_TEXTS: usize = 256;

/// How many parcels each thread has in a round: the more, the less they wait for one another.
const PARCELS: usize = 16;

/// What [`Pipeline::analyse_iter`] gives.
#[derive(Debug)]
pub struct Analyses<'p, I> {
    pipeline: &'p Pipeline,
    texts: I,
    threads: usize,
    ready: VecDeque<Analysis>,
}

impl<'p, I> Analyses<'p, I>
where
    I: Iterator,
    I::Item: AsRef<str> + Sync,
{
    pub(super) fn new(pipeline: &'p Pipeline, texts: I, threads: usize) -> Self {
        Self {
            pipeline,
            texts,
            threads: threads.max(1),
            ready: VecDeque::new(),
        }
    }

    /// The next texts, as much as makes a parcel.
    fn parcel(&mut self) -> Vec<I::Item> {
        let mut parcel = Vec::new();
        let mut bytes = 0;
        while bytes < PARCEL && parcel.len() < MAX_TEXTS {
            let Some(text) = self.texts.next() else {
                break;
            };
            bytes += text.as_ref().len();
            parcel.push(text);
        }
        parcel
    }

    /// Analyses the next round of parcels, each on whichever thread is free.
    fn work(&mut self) {
        let count = if self.threads == 1 {
            1
        } else {
            self.threads * PARCELS
        };
        let parcels: Vec<Vec<I::Item>> = std::iter::repeat_with(|| self.parcel())
            .take(count)
            .take_while(|parcel| !parcel.is_empty())
            .collect();
        let done: Vec<Mutex<Vec<Analysis>>> = parcels.iter().map(|_| Mutex::default()).collect();
        let next = AtomicUsize::new(0);
        let worker = || {
            while let Some((parcel, done)) = {
                let at = next.fetch_add(1, Ordering::Relaxed);
                parcels.get(at).zip(done.get(at))
            } {
                let texts: Vec<&str> = parcel.iter().map(AsRef::as_ref).collect();
                let analyses = self.pipeline.analyse_all(&texts);
                *done.lock().unwrap_or_else(|poison| poison.into_inner()) = analyses;
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.min(parcels.len()) {
                scope.spawn(worker);
            }
            worker();
        });
        for analyses in done {
            let analyses = analyses.into_inner();
            self.ready
                .extend(analyses.unwrap_or_else(|poison| poison.into_inner()));
        }
    }
}

impl<I> Iterator for Analyses<'_, I>
where
    I: Iterator,
    I::Item: AsRef<str> + Sync,
{
    type Item = Analysis;

    fn next(&mut self) -> Option<Analysis> {
        if self.ready.is_empty() {
            self.work();
        }
        self.ready.pop_front()
    }
}
