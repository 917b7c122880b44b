-- The record, first schema.
--
-- What is kept falls in three: what was read (runs, documents, sentences, rejects), what the coder made of it (events with
-- their parties), and what follows from the events taken together (incidents, reports, threads, dyads). Beside them stands what
-- people decided (reviews, decisions), which nothing may overwrite. The third part can always be made anew from the rest.
--
-- Offsets count characters (code points) of documents.text. Dates are ISO 8601 texts. Lists are JSON arrays.

-- READING -------------------------------------------------------------------------------------------------------------

-- One call of the program that wrote.
CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    command TEXT NOT NULL,           -- read, recode, ...
    arguments TEXT NOT NULL,         -- JSON array, as given
    begun TEXT NOT NULL,             -- instant, UTC
    ended TEXT,                      -- instant, UTC; null while it runs, or where it was killed
    program TEXT NOT NULL,           -- version of the program
    codebook TEXT NOT NULL,          -- where the codebook came from: built-in, or the folder
    codebook_hash TEXT NOT NULL,     -- SHA-256 of the compiled codebook
    model TEXT NOT NULL,             -- name and version of the language model
    model_hash TEXT NOT NULL,        -- SHA-256 of what was loaded
    documents INTEGER NOT NULL DEFAULT 0,   -- new documents kept
    changed INTEGER NOT NULL DEFAULT 0,     -- known documents whose text had changed
    skipped INTEGER NOT NULL DEFAULT 0,     -- known documents with the same text
    rejected INTEGER NOT NULL DEFAULT 0,    -- documents and inputs passed over
    events INTEGER NOT NULL DEFAULT 0       -- events kept
) STRICT;

-- One article or dispatch. Its identity is the root of the input it came from together with its id.
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    root TEXT NOT NULL,              -- the folder or other input that the id is relative to
    id TEXT NOT NULL,                -- the id supplied, else the path below the root
    sha256 BLOB NOT NULL,            -- of the text as supplied, in UTF-8
    text TEXT NOT NULL,              -- as supplied; spans count its characters
    title TEXT,
    date TEXT,                       -- its day; null where neither metadata nor text tell
    date_from TEXT CHECK (date_from IN ('metadata', 'dateline', 'header')),
    publisher TEXT,
    agency TEXT,                     -- whose dispatch it is by its dateline, first the one that passed it on; names joined by |
    url TEXT,
    language TEXT,
    repairs TEXT NOT NULL DEFAULT '[]',   -- JSON: [{"start", "end", "kind"}] in the repaired text's bytes
    warnings TEXT NOT NULL DEFAULT '[]',  -- JSON: what was not understood, such as a date in no known form
    first_run INTEGER NOT NULL REFERENCES runs,   -- which run kept it first
    run INTEGER NOT NULL REFERENCES runs,         -- which run coded it last
    UNIQUE (root, id)
) STRICT;
-- An event's id begins with its document's; `show` has the id alone.
CREATE INDEX documents_by_id ON documents (id);
CREATE INDEX documents_by_run ON documents (run);

-- Each time a known document came with another text.
CREATE TABLE changes (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    run INTEGER NOT NULL REFERENCES runs,
    sha256_before BLOB NOT NULL,
    sha256_after BLOB NOT NULL,
    PRIMARY KEY (document, run)
) STRICT, WITHOUT ROWID;

-- The sentences that events rest on.
CREATE TABLE sentences (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,              -- as supplied
    UNIQUE (document, "start", "end")
) STRICT;

-- What could not be read or coded, once for each place and reason however often it was tried.
CREATE TABLE rejects (
    key INTEGER PRIMARY KEY,
    input TEXT NOT NULL,             -- the file or other input
    line INTEGER NOT NULL DEFAULT 0, -- counted from one; 0 where the input has no lines of its own
    id TEXT NOT NULL DEFAULT '',     -- the document's id, where one was found
    reason TEXT NOT NULL,            -- what is wrong, and the mend
    first_run INTEGER NOT NULL REFERENCES runs,
    last_run INTEGER NOT NULL REFERENCES runs,
    UNIQUE (input, line, id, reason)
) STRICT;

-- CODING --------------------------------------------------------------------------------------------------------------

-- The closed vocabularies, numbered so that the wide tables stay narrow.
CREATE TABLE types (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE statuses (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE quads (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO types (key, name) VALUES
    (1, 'AGREE'), (2, 'CONSULT'), (3, 'SUPPORT'), (4, 'CONCEDE'), (5, 'COOPERATE'), (6, 'AID'), (7, 'RETREAT'), (8, 'REQUEST'),
    (9, 'ACCUSE'), (10, 'REJECT'), (11, 'THREATEN'), (12, 'PROTEST'), (13, 'SANCTION'), (14, 'MOBILIZE'), (15, 'COERCE'),
    (16, 'ASSAULT'), (17, 'STATEMENT');
INSERT INTO statuses (key, name) VALUES
    (1, 'actual'), (2, 'future'), (3, 'hypothetical'), (4, 'requested'), (5, 'negated'), (6, 'denied');
INSERT INTO quads (key, name) VALUES
    (1, 'verbal cooperation'), (2, 'material cooperation'), (3, 'verbal conflict'), (4, 'material conflict');

-- One coded act as one document tells it. The key is (days since 0000-01-01) << 28 | number within that day, so that the table
-- lies in the order of events' days: a stretch of days is a range of keys, and searches list the latest first without sorting.
-- An event that is not dated has day 0. All there is to know of it is in event_json; the columns are for asking.
CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,                -- made of the document's id and the trigger's place; stable under re-coding
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    type INTEGER NOT NULL REFERENCES types,
    mode TEXT,
    contexts TEXT NOT NULL DEFAULT '[]',  -- JSON array of PLOVER contexts
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL REFERENCES quads,
    goldstein REAL NOT NULL,
    status INTEGER NOT NULL REFERENCES statuses,
    channel TEXT,
    reply_to TEXT,                   -- id of the event of this document that it answers
    same_as TEXT,                    -- id of the earlier event of this document that it repeats
    about TEXT,
    start_date TEXT,
    end_date TEXT,
    "precision" TEXT NOT NULL,       -- day, week, month, season, year, interval, document, unresolved
    place TEXT,
    country TEXT,                    -- of the place, ISO 3166-1 alpha-3
    geonames INTEGER,
    lat REAL,
    lon REAL,
    hedged INTEGER NOT NULL,         -- 1 where the text distances itself
    sentence INTEGER NOT NULL REFERENCES sentences,   -- the evidence
    "trigger" TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    confidence REAL NOT NULL,
    frame TEXT NOT NULL              -- the codebook entry that coded it
) STRICT;
CREATE UNIQUE INDEX events_by_document ON events (document, id);
CREATE INDEX events_by_sentence ON events (sentence);

-- The event as `chancery code` prints it, to the letter.
CREATE TABLE event_json (
    event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
    json TEXT NOT NULL
) STRICT;

-- Codes of actors (CHN, CHN.GOV, IGO.UN), numbered. Key 0 stands for nobody, or an actor without a code.
CREATE TABLE codes (
    key INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO codes (key, code) VALUES (0, '');

-- Whoever takes part in events: one row for each combination of code, identity and name.
CREATE TABLE actors (
    key INTEGER PRIMARY KEY,
    code INTEGER NOT NULL REFERENCES codes,
    entity TEXT NOT NULL DEFAULT '', -- identity in the who-is-who, such as person/xi-jinping; '' where the text alone knows them
    name TEXT NOT NULL,
    UNIQUE (code, entity, name)
) STRICT;
CREATE INDEX actors_by_entity ON actors (entity) WHERE entity <> '';
CREATE INDEX actors_by_name ON actors (name COLLATE NOCASE);

-- Who takes which part in which event. The words of the mention and the office are in event_json.
CREATE TABLE parties (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),  -- 1 source, 2 target, 3 carrier, 4 attribution
    position INTEGER NOT NULL,       -- order within the role, from 0
    actor INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;
-- "All that this actor did, the latest first": events' keys are in the order of days.
CREATE INDEX parties_by_actor ON parties (actor, role, event);

-- Words of the evidence, of what it is about, and marks for the filters of `find`, so that one intersection of word lists answers a
-- filtered search. Nothing is kept but the lists: the words are in sentences and events. Rows are named by events.key.
CREATE VIRTUAL TABLE event_words USING fts5 (
    evidence, about, names, marks,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Words of whole documents; rows are named by documents.key.
CREATE VIRTUAL TABLE document_words USING fts5 (
    title, text,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- TAKEN TOGETHER ------------------------------------------------------------------------------------------------------

-- One event in the world, with what its reports agree on. Where they differ, `consensus` keeps each value with its reports.
CREATE TABLE incidents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,         -- what `show` takes; does not change while the incident has the same founding report
    type INTEGER NOT NULL REFERENCES types,
    mode TEXT,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL REFERENCES quads,
    goldstein REAL NOT NULL,
    status INTEGER NOT NULL REFERENCES statuses,
    channel TEXT,
    about TEXT,
    first_date TEXT,                 -- first and last day on which it may have happened; null where no report tells
    last_date TEXT,
    "precision" TEXT NOT NULL,
    place TEXT,
    country TEXT,
    lat REAL,
    lon REAL,
    reports INTEGER NOT NULL,        -- how many reports tell of it
    origins INTEGER NOT NULL,        -- how many independent ones: copies of one dispatch are one
    event INTEGER NOT NULL,          -- key of the event that tells of it best, for a line to show
    consensus TEXT NOT NULL DEFAULT '{}'  -- JSON: {field: [{"value", "reports", "origins"}]}, the fullest agreement first
) STRICT;
CREATE INDEX incidents_by_date ON incidents (first_date);

-- Which report tells of which incident, and why we think so.
CREATE TABLE reports (
    event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
    incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    origin TEXT NOT NULL,            -- the same for copies of one dispatch
    antecedent INTEGER REFERENCES events ON DELETE SET NULL,  -- the report that it was joined to; null where it fits none
    score REAL,                      -- how well it fits that one, 0.5 to 1; null where there is none
    reason TEXT NOT NULL DEFAULT '{}'  -- JSON: what agreed and what differed, for show --why
) STRICT;
CREATE INDEX reports_by_incident ON reports (incident);
-- Reports whose antecedent is gone, until they find another within the same transaction.
CREATE INDEX reports_bereft ON reports (event) WHERE antecedent IS NULL AND score IS NOT NULL;
CREATE INDEX reports_by_antecedent ON reports (antecedent) WHERE antecedent IS NOT NULL;

-- Where the merger finds reports that may be of one incident: each stands under names made of its parties' countries, in the
-- order of days. A name is kept as a number (a hash): two names with one number cost a look more and nothing else.
CREATE TABLE traces (
    name INTEGER NOT NULL,
    tier INTEGER NOT NULL,           -- 0 dated to the day or nearly, 1 vaguely or not, 2 to a year or worse
    day INTEGER NOT NULL,            -- days since 0000-01-01; for what is not dated, the day of its document
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    PRIMARY KEY (name, tier, day, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX traces_by_event ON traces (event);

-- What a document's text is like, so that copies of one dispatch are known for copies: the number of its rows of four words and
-- the least of their hashes, eight bytes each.
CREATE TABLE sketches (
    document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    sketch BLOB NOT NULL
) STRICT;

-- Who takes which part in which incident.
CREATE TABLE incident_parties (
    incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),
    position INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (incident, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_parties_by_actor ON incident_parties (actor, role, incident);

-- Incidents by ordered pair of sides: all that a series asks for lies together here, in the order of days.
CREATE TABLE dyads (
    source INTEGER NOT NULL REFERENCES codes,
    target INTEGER NOT NULL REFERENCES codes,
    day INTEGER NOT NULL,            -- days since 0000-01-01 of first_date; 0 where not dated
    incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    fits INTEGER NOT NULL,           -- the units of the calendar that hold it, added up: 1 a day, 2 a week, 4 a month, 8 a year
    type INTEGER NOT NULL,
    status INTEGER NOT NULL,
    quad INTEGER NOT NULL,
    goldstein REAL NOT NULL,
    PRIMARY KEY (source, target, day, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyads_by_incident ON dyads (incident);

-- Totals of dyads, so that lists of pairs and pages of actors need not count millions of rows. Kept by the triggers below.
CREATE TABLE dyad_totals (
    source INTEGER NOT NULL,
    target INTEGER NOT NULL,
    type INTEGER NOT NULL,
    status INTEGER NOT NULL,
    incidents INTEGER NOT NULL,
    goldstein REAL NOT NULL,         -- sum
    PRIMARY KEY (source, target, type, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_totals_by_target ON dyad_totals (target, source);
CREATE TRIGGER dyads_added AFTER INSERT ON dyads BEGIN
    INSERT INTO dyad_totals (source, target, type, status, incidents, goldstein)
    VALUES (new.source, new.target, new.type, new.status, 1, new.goldstein)
    ON CONFLICT DO UPDATE SET incidents = incidents + 1, goldstein = goldstein + excluded.goldstein;
END;
CREATE TRIGGER dyads_removed AFTER DELETE ON dyads BEGIN
    UPDATE dyad_totals SET incidents = incidents - 1, goldstein = goldstein - old.goldstein
    WHERE source = old.source AND target = old.target AND type = old.type AND status = old.status;
    DELETE FROM dyad_totals
    WHERE source = old.source AND target = old.target AND type = old.type AND status = old.status AND incidents = 0;
END;

-- An exchange: incidents joined by answers.
CREATE TABLE threads (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,         -- what `show` takes
    first_date TEXT,
    last_date TEXT,
    incidents INTEGER NOT NULL,
    open INTEGER NOT NULL            -- messages that nothing answers
) STRICT;

-- Which incidents make up a thread, in order.
CREATE TABLE thread_incidents (
    thread INTEGER NOT NULL REFERENCES threads ON DELETE CASCADE,
    position INTEGER NOT NULL,
    incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    PRIMARY KEY (thread, position),
    UNIQUE (incident)
) STRICT, WITHOUT ROWID;

-- Which incident answers which.
CREATE TABLE replies (
    incident INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    answers INTEGER NOT NULL REFERENCES incidents ON DELETE CASCADE,
    days INTEGER,                    -- from the one to the other; null where either is not dated
    score REAL NOT NULL,             -- how sure, 0 to 1; 1 where a text says so
    reason TEXT NOT NULL DEFAULT '{}',  -- JSON: which text says so, or what agreed
    PRIMARY KEY (incident, answers)
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_by_answered ON replies (answers);

-- DECIDED BY PEOPLE ---------------------------------------------------------------------------------------------------

-- Verdicts on events. They name events by root and id, not by key, so that they outlive every re-coding; the last one counts.
CREATE TABLE reviews (
    key INTEGER PRIMARY KEY,
    root TEXT NOT NULL,              -- of the document
    document TEXT NOT NULL,          -- the document's id
    event TEXT NOT NULL,             -- the event's id
    verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'edit')),
    edit TEXT,                       -- JSON: the fields as they should be
    coding TEXT NOT NULL,            -- JSON: the event as it was when it was judged
    note TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL                 -- instant, UTC
) STRICT;
CREATE INDEX reviews_by_event ON reviews (root, event);
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are never overwritten; add another'); END;
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are never removed; add another'); END;

-- What a person said about which reports tell of one incident. The last word on a pair counts.
CREATE TABLE decisions (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('join', 'split', 'withdraw')),  -- withdraw: leave the pair to the merger again
    root_a TEXT NOT NULL,
    event_a TEXT NOT NULL,
    root_b TEXT NOT NULL,
    event_b TEXT NOT NULL,
    note TEXT,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL                 -- instant, UTC
) STRICT;
CREATE INDEX decisions_by_a ON decisions (root_a, event_a);
CREATE INDEX decisions_by_b ON decisions (root_b, event_b);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never overwritten; add another'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are never removed; add another'); END;

-- TO READ -------------------------------------------------------------------------------------------------------------

-- Events in words.
CREATE VIEW all_events AS
SELECT e.id, d.root, d.id AS document, d.publisher, d.date AS published, t.name AS type, e.mode, e.contexts, e.cameo, q.name AS quad,
    e.goldstein, s.name AS status,
    (SELECT group_concat(name, ' | ') FROM (SELECT a.name FROM parties p JOIN actors a ON a.key = p.actor
     WHERE p.event = e.key AND p.role = 1 ORDER BY p.position)) AS sources,
    (SELECT group_concat(name, ' | ') FROM (SELECT a.name FROM parties p JOIN actors a ON a.key = p.actor
     WHERE p.event = e.key AND p.role = 2 ORDER BY p.position)) AS targets,
    e.channel, e.reply_to, e.same_as, e.about, e.start_date, e.end_date, e."precision", e.place, e.country, e.lat, e.lon, e.hedged,
    n.text AS evidence, e."trigger", e.confidence, e.frame, i.id AS incident, e.key
FROM events e
JOIN documents d ON d.key = e.document JOIN types t ON t.key = e.type JOIN quads q ON q.key = e.quad
JOIN statuses s ON s.key = e.status JOIN sentences n ON n.key = e.sentence
LEFT JOIN reports r ON r.event = e.key LEFT JOIN incidents i ON i.key = r.incident;

-- Events by ordered pair of sides: every source with every target; who is on both sides does nothing to themselves.
CREATE VIEW event_dyads AS
SELECT e.id AS event, e.start_date, t.name AS type, e.cameo, s.name AS status, e.goldstein, cs.code AS source, ss.name AS source_name,
    ct.code AS target, tt.name AS target_name, e.key
FROM events e
JOIN types t ON t.key = e.type JOIN statuses s ON s.key = e.status
LEFT JOIN parties a ON a.event = e.key AND a.role = 1 LEFT JOIN actors ss ON ss.key = a.actor LEFT JOIN codes cs ON cs.key = ss.code
LEFT JOIN parties b ON b.event = e.key AND b.role = 2 LEFT JOIN actors tt ON tt.key = b.actor LEFT JOIN codes ct ON ct.key = tt.code
WHERE e.same_as IS NULL AND a.actor IS NOT b.actor;

-- Incidents in words.
CREATE VIEW all_incidents AS
SELECT i.id, t.name AS type, i.mode, i.cameo, q.name AS quad, i.goldstein, s.name AS status,
    (SELECT group_concat(name, ' | ') FROM (SELECT a.name FROM incident_parties p JOIN actors a ON a.key = p.actor
     WHERE p.incident = i.key AND p.role = 1 ORDER BY p.position)) AS sources,
    (SELECT group_concat(name, ' | ') FROM (SELECT a.name FROM incident_parties p JOIN actors a ON a.key = p.actor
     WHERE p.incident = i.key AND p.role = 2 ORDER BY p.position)) AS targets,
    i.channel, i.about, i.first_date, i.last_date, i."precision", i.place, i.country, i.lat, i.lon, i.reports, i.origins, i.consensus,
    h.id AS thread, i.key
FROM incidents i
JOIN types t ON t.key = i.type JOIN quads q ON q.key = i.quad JOIN statuses s ON s.key = i.status
LEFT JOIN thread_incidents m ON m.incident = i.key LEFT JOIN threads h ON h.key = m.thread;

-- Incidents by ordered pair of sides.
CREATE VIEW all_dyads AS
SELECT a.code AS source, b.code AS target, i.first_date, t.name AS type, s.name AS status, q.name AS quad, d.goldstein, i.id AS incident
FROM dyads d
JOIN codes a ON a.key = d.source JOIN codes b ON b.key = d.target JOIN incidents i ON i.key = d.incident
JOIN types t ON t.key = d.type JOIN statuses s ON s.key = d.status JOIN quads q ON q.key = d.quad;

-- Reports in words.
CREATE VIEW all_reports AS
SELECT i.id AS incident, e.id AS event, d.publisher, d.date AS published, r.origin, r.score, r.reason, n.text AS evidence
FROM reports r
JOIN incidents i ON i.key = r.incident JOIN events e ON e.key = r.event JOIN documents d ON d.key = e.document
JOIN sentences n ON n.key = e.sentence;

-- Actors in words.
CREATE VIEW all_actors AS
SELECT a.name, c.code, nullif(a.entity, '') AS entity, a.key FROM actors a JOIN codes c ON c.key = a.code;

-- The verdict that counts for each event that was reviewed.
CREATE VIEW latest_reviews AS
SELECT r.* FROM reviews r
WHERE r.key = (SELECT max(l.key) FROM reviews l WHERE l.root = r.root AND l.event = r.event);
