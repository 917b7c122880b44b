//! Our table as Parquet: the columns of the CSV with their types.

use super::Form;
use super::ours::{Cell, Column, Row, columns, rows_of};
use super::rules::fault;
use super::told::Told;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use chancery_coding::Event;
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows in hand before they are written as one group.
const GROUP: usize = 1 << 16;

/// The form.
pub struct Parquet {
    columns: &'static [Column],
    schema: Arc<Schema>,
    held: Vec<Builder>,
    rows: usize,
    /// Writes to memory, from where each group is handed on; its offsets count all that it ever wrote.
    writer: Option<ArrowWriter<Vec<u8>>>,
}

impl Parquet {
    /// With the columns on document and incident where the events come from a record.
    pub fn new(kept: bool) -> io::Result<Self> {
        let columns = columns(kept);
        let empty = Told::of(nothing(), &Arc::default());
        let sample = &rows_of(&empty)[0];
        let held: Vec<Builder> = columns
            .iter()
            .map(|column| Builder::like(&(column.value)(sample)))
            .collect();
        let field =
            |(column, builder): (&Column, &Builder)| Field::new(column.name, builder.kind(), true);
        let schema = Arc::new(Schema::new(
            columns.iter().zip(&held).map(field).collect::<Vec<_>>(),
        ));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        let writer =
            ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).map_err(fault)?;
        Ok(Self {
            columns,
            schema,
            held,
            rows: 0,
            writer: Some(writer),
        })
    }

    fn put(&mut self, row: &Row) {
        for (column, builder) in self.columns.iter().zip(&mut self.held) {
            builder.put((column.value)(row));
        }
        self.rows += 1;
    }

    fn write_group(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.rows > 0) else {
            return Ok(());
        };
        let arrays: Vec<ArrayRef> = self.held.iter_mut().map(Builder::take).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(fault)?;
        writer
            .write(&batch)
            .and_then(|()| writer.flush())
            .map_err(fault)?;
        self.rows = 0;
        out.write_all(&std::mem::take(writer.inner_mut()))
    }
}

impl Form for Parquet {
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize> {
        let rows = rows_of(told);
        rows.iter().for_each(|row| self.put(row));
        if self.rows >= GROUP {
            self.write_group(out)?;
        }
        Ok(rows.len())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_group(out)?;
        match self.writer.take() {
            Some(writer) => out.write_all(&writer.into_inner().map_err(fault)?),
            None => Ok(()),
        }
    }
}

/// A column in the making.
enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Day(Date32Builder),
}

impl Builder {
    fn like(cell: &Cell) -> Self {
        match cell {
            Cell::Text(_) => Self::Text(StringBuilder::new()),
            Cell::Whole(_) => Self::Whole(Int64Builder::new()),
            Cell::Number(_) => Self::Number(Float64Builder::new()),
            Cell::Flag(_) => Self::Flag(BooleanBuilder::new()),
            Cell::Day(_) => Self::Day(Date32Builder::new()),
        }
    }

    fn kind(&self) -> DataType {
        match self {
            Self::Text(_) => DataType::Utf8,
            Self::Whole(_) => DataType::Int64,
            Self::Number(_) => DataType::Float64,
            Self::Flag(_) => DataType::Boolean,
            Self::Day(_) => DataType::Date32,
        }
    }

    fn put(&mut self, cell: Cell) {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => column.append_option(text),
            (Self::Whole(column), Cell::Whole(number)) => column.append_option(number),
            (Self::Number(column), Cell::Number(number)) => column.append_option(number),
            (Self::Flag(column), Cell::Flag(flag)) => column.append_value(flag),
            (Self::Day(column), Cell::Day(day)) => column.append_option(day.map(since_1970)),
            _ => unreachable!("a column gives one kind of cell"),
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
        }
    }
}

fn since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// An event to ask the columns for their kinds with.
fn nothing() -> Event {
    use chancery_coding::{EventTime, EventType, Precision, Quad, Span, Status};
    let span = Span {
        start: 0,
        end: 0,
        text: String::new(),
    };
    Event {
        id: String::new(),
        document: String::new(),
        event_type: EventType::Statement,
        mode: None,
        contexts: Vec::new(),
        cameo: String::new(),
        quad: Quad::VerbalCooperation,
        goldstein: 0.0,
        status: Status::Actual,
        sources: Vec::new(),
        targets: Vec::new(),
        carriers: Vec::new(),
        channel: None,
        reply_to: None,
        same_as: None,
        about: None,
        time: EventTime {
            start: None,
            end: None,
            precision: Precision::Unresolved,
            mention: None,
        },
        place: None,
        attribution: Vec::new(),
        hedged: false,
        evidence: span.clone(),
        trigger: span,
        confidence: 0.0,
        frame: String::new(),
    }
}
