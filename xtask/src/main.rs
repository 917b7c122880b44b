//! The project's own chores: `cargo xtask <chore>`.

mod accuracy;
mod bench_coding;
mod bench_language;
mod bench_read;
mod bench_record;
mod chapters;
mod corpus;
mod demo;
mod examples;
mod generate;
mod invented;
mod marks;
mod merging;
mod model;
mod parity;
mod petrarch;
mod places;
mod plv;
mod quiet;
mod soak;
mod temporal;
mod test;
mod train;
mod vectors;

use anyhow::Result;
use clap::Parser;

/// That of the program, so that what is measured beside it stands on the same ground.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Chores of the Chancery workspace.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Chore {
    /// Fetch the language model.
    Model,
    Parity(parity::Parity),
    /// Measure beside the peers.
    #[command(subcommand)]
    Bench(Bench),
    /// Make committed tables anew from the reference data and the hand-written supplements.
    #[command(subcommand)]
    Generate(generate::Target),
    /// Build the program, code the example dispatches and print what it found.
    Demo,
    /// Run the codebook's examples, and mark those that are known to be wrong.
    Examples(examples::Options),
    Chapters(chapters::Options),
    /// Measure the coding on development data.
    Accuracy(accuracy::Options),
    Quiet(quiet::Options),
    Petrarch(petrarch::Options),
    /// Run everything that must hold: formatting, lints, tests, codebook, parity with spaCy.
    Test,
    Soak(soak::Soak),
    Merging(merging::Options),
    Train(train::Options),
    /// Distil the vectors of words anew.
    Vectors,
    /// Measure the time tagger on TimeML documents, as TempEval-3 counts.
    Temporal(temporal::Options),
    Places(places::Options),
}

/// What is measured.
#[derive(clap::Subcommand)]
enum Bench {
    Language(bench_language::BenchLanguage),
    Coding(bench_coding::BenchCoding),
    Record(bench_record::BenchRecord),
    Read(bench_read::BenchRead),
}

fn main() -> Result<()> {
    match Chore::parse() {
        Chore::Model => model::run(),
        Chore::Parity(parity) => parity.run(),
        Chore::Bench(Bench::Language(bench)) => bench.run(),
        Chore::Bench(Bench::Coding(bench)) => bench.run(),
        Chore::Bench(Bench::Record(bench)) => bench.run(),
        Chore::Bench(Bench::Read(bench)) => bench.run(),
        Chore::Soak(soak) => soak.run(),
        Chore::Generate(target) => generate::run(target),
        Chore::Demo => demo::run(),
        Chore::Examples(options) => examples::run(&options),
        Chore::Chapters(options) => chapters::run(&options),
        Chore::Accuracy(options) => accuracy::run(&options),
        Chore::Quiet(options) => quiet::run(&options),
        Chore::Petrarch(options) => petrarch::run(&options),
        Chore::Merging(options) => merging::run(&options),
        Chore::Test => test::run(),
        Chore::Train(options) => train::run(&options),
        Chore::Vectors => vectors::run(),
        Chore::Temporal(options) => temporal::run(&options),
        Chore::Places(options) => places::run(&options),
    }
}
