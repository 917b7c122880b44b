//! The table `columns` says what every column of every table and view means.

use chancery_record::Record;
use std::collections::BTreeSet;

type Names = BTreeSet<(String, String)>;

fn names(record: &Record, ask: &str) -> Names {
    let mut ask = record.connection().prepare(ask).expect("prepares");
    let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.expect("asks").map(|row| row.expect("a row")).collect()
}

#[test]
fn every_column_has_a_meaning() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = Record::open(&folder.path().join("r")).expect("opens");
    // The word lists keep tables of their own beside them.
    let there = names(
        &record,
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         AND m.name NOT LIKE 'event\\_words\\_%' ESCAPE '\\' AND m.name NOT LIKE 'document\\_words\\_%' ESCAPE '\\'",
    );
    let told = names(&record, "SELECT relation, name FROM columns");
    assert!(there.len() > 200, "{}", there.len());
    assert_eq!(
        there.difference(&told).collect::<Vec<_>>(),
        Vec::<&_>::new(),
        "not told"
    );
    assert_eq!(
        told.difference(&there).collect::<Vec<_>>(),
        Vec::<&_>::new(),
        "not there"
    );
}
