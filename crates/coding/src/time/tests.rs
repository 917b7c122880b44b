//! Small cases, one sentence each.
