-- The record, second schema.
--
-- 1. An event stood twice: in columns, and whole as JSON, which was more than half of the file. What the JSON alone had - offices, and the
--    words by which parties, time and place are mentioned - becomes columns, and the JSON a view over them.
-- 2. Reports that may be of one incident were looked for among all of the same countries and days, however many there are. Now each cell (a
--    name and a day) has a front row and a second row of fixed size, drawn by lot, and nobody looks further.

-- ONE EVENT, ONCE -----------------------------------------------------------------------------------------------------

ALTER TABLE parties ADD COLUMN office TEXT;                            -- held at the event's date
ALTER TABLE parties ADD COLUMN mention TEXT NOT NULL DEFAULT '';       -- where the text names them, as supplied
ALTER TABLE parties ADD COLUMN mention_start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE parties ADD COLUMN mention_end INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN time_mention TEXT;                       -- the expression that dates it
ALTER TABLE events ADD COLUMN time_mention_start INTEGER;
ALTER TABLE events ADD COLUMN time_mention_end INTEGER;
ALTER TABLE events ADD COLUMN place_mention TEXT;                      -- where the text names the place
ALTER TABLE events ADD COLUMN place_mention_start INTEGER;
ALTER TABLE events ADD COLUMN place_mention_end INTEGER;

UPDATE parties SET (office, mention, mention_start, mention_end) = (
    SELECT a.value ->> '$.office', a.value ->> '$.mention.text', a.value ->> '$.mention.start', a.value ->> '$.mention.end'
    FROM event_json j, json_each(j.json, CASE role WHEN 1 THEN '$.sources' WHEN 2 THEN '$.targets' WHEN 3 THEN '$.carriers'
        ELSE '$.attribution' END) a
    WHERE j.event = parties.event AND a.key = parties.position);
UPDATE events SET (time_mention, time_mention_start, time_mention_end, place_mention, place_mention_start, place_mention_end) = (
    SELECT json ->> '$.time.mention.text', json ->> '$.time.mention.start', json ->> '$.time.mention.end',
        json ->> '$.place.mention.text', json ->> '$.place.mention.start', json ->> '$.place.mention.end'
    FROM event_json WHERE event = events.key);

DROP TABLE event_json;

-- Who takes part in an event, as JSON.
CREATE VIEW party_json AS
SELECT p.event, p.role, p.position,
    json_object('code', nullif(c.code, ''), 'entity', nullif(a.entity, ''), 'name', a.name, 'office', p.office,
        'mention', json_object('start', p.mention_start, 'end', p.mention_end, 'text', p.mention)) AS json
FROM parties p JOIN actors a ON a.key = p.actor JOIN codes c ON c.key = a.code;

-- An event with all there is to know of it, in the fields of `chancery code`.
CREATE VIEW event_json AS
SELECT e.key AS event,
    json_object('id', e.id, 'document', d.id, 'type', t.name, 'mode', e.mode, 'contexts', json(e.contexts), 'cameo', e.cameo,
        'quad', q.name, 'goldstein', e.goldstein, 'status', s.name,
        'sources', json((SELECT json_group_array(json(json)) FROM
            (SELECT json FROM party_json WHERE event = e.key AND role = 1 ORDER BY position))),
        'targets', json((SELECT json_group_array(json(json)) FROM
            (SELECT json FROM party_json WHERE event = e.key AND role = 2 ORDER BY position))),
        'carriers', json((SELECT json_group_array(json(json)) FROM
            (SELECT json FROM party_json WHERE event = e.key AND role = 3 ORDER BY position))),
        'channel', e.channel, 'reply_to', e.reply_to, 'same_as', e.same_as, 'about', e.about,
        'time', json_object('start', e.start_date, 'end', e.end_date, 'precision', e."precision",
            'mention', json(CASE WHEN e.time_mention IS NOT NULL THEN
                json_object('start', e.time_mention_start, 'end', e.time_mention_end, 'text', e.time_mention) END)),
        'place', json(CASE WHEN e.place IS NOT NULL THEN
            json_object('name', e.place, 'country', e.country, 'geonames', e.geonames, 'lat', e.lat, 'lon', e.lon,
                'mention', json(CASE WHEN e.place_mention IS NOT NULL THEN
                    json_object('start', e.place_mention_start, 'end', e.place_mention_end, 'text', e.place_mention) END)) END),
        'attribution', json((SELECT json_group_array(json(json)) FROM
            (SELECT json FROM party_json WHERE event = e.key AND role = 4 ORDER BY position))),
        'hedged', json(CASE WHEN e.hedged THEN 'true' ELSE 'false' END),
        'evidence', json_object('start', n."start", 'end', n."end", 'text', n.text),
        'trigger', json_object('start', e.trigger_start, 'end', e.trigger_end, 'text', e."trigger"),
        'confidence', e.confidence, 'frame', e.frame) AS json
FROM events e
JOIN documents d ON d.key = e.document JOIN types t ON t.key = e.type JOIN quads q ON q.key = e.quad
JOIN statuses s ON s.key = e.status JOIN sentences n ON n.key = e.sentence;

-- CELLS ---------------------------------------------------------------------------------------------------------------

-- Where the merger finds reports that may be of one incident: each stands under names made of its parties' countries, in the
-- order of days. A name is kept as a number (a hash): two names with one number cost a look more and nothing else. The reports of one name,
-- kind and day are a cell.
DROP TABLE traces;
CREATE TABLE traces (
    name INTEGER NOT NULL,
    kind INTEGER NOT NULL,           -- 0 dated to a day, 1 to a few days, 2 to some weeks, 3 before its document, 4 to a year or worse
    "row" INTEGER NOT NULL,          -- 0 the front row of its cell, 1 the second, 2 behind
    day INTEGER NOT NULL,            -- days since 0000-01-01: its first; that of its document, where it is before that
    lot INTEGER NOT NULL,            -- drawn by its id: the lowest of a cell stand in front
    event INTEGER NOT NULL,          -- key of an event; the program takes it out itself when the event goes
    PRIMARY KEY (name, kind, "row", day, lot, event)
) STRICT, WITHOUT ROWID;
