//! Where data goes: standard output, or a file that appears when it is whole.

use anyhow::{Context, Result};
use clap::Args;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Where data goes.
#[derive(Args)]
pub struct Target {
    /// Write to FILE instead of standard output; it appears when it is whole
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Target {
    /// Opens it.
    pub fn open(&self) -> Result<Output> {
        let sink = match &self.output {
            None => Sink::Stdout(io::stdout()),
            Some(path) => open(path).with_context(|| format!("cannot write {}", path.display()))?,
        };
        Ok(Output {
            sink: BufWriter::with_capacity(1 << 16, sink),
        })
    }
}

/// An output that is being written.
pub struct Output {
    sink: BufWriter<Sink>,
}

enum Sink {
    Stdout(io::Stdout),
    Device(File),
    Kept(NamedTempFile, PathBuf),
}

impl Output {
    /// Writes what is left and puts the file in its place.
    pub fn finish(self) -> Result<()> {
        match self
            .sink
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
        {
            Sink::Stdout(mut stdout) => stdout.flush()?,
            Sink::Device(mut file) => file.flush()?,
            Sink::Kept(file, path) => {
                file.persist(&path)
                    .with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Device(file) => file.write(bytes),
            Self::Kept(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::Device(file) => file.flush(),
            Self::Kept(file, _) => file.flush(),
        }
    }
}

/// A device such as `/dev/null` is written to as it is; any other file is made beside its place first.
fn open(path: &Path) -> io::Result<Sink> {
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return OpenOptions::new().write(true).open(path).map(Sink::Device);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chancery-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As other programs make files; the system's mask is taken off.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    Ok(Sink::Kept(file, path.to_owned()))
}
