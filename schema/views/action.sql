-- What was asked of a deployment, each with what came of it.
CREATE TABLE action (
  position          INTEGER PRIMARY KEY,  -- of the request
  deployment        TEXT NOT NULL,
  at                INTEGER NOT NULL,     -- ms since 1970: when it was asked
  action            TEXT,                 -- verify, end, share ...; NULL where the data was erased
  target            TEXT,                 -- a guid or a zone's id; NULL where the action has none
  actor             TEXT,
  reason            TEXT,
  method            TEXT,                 -- of the request to the deployment
  path              TEXT,
  body              TEXT,                 -- JSON without secrets; NULL where nothing was sent with it
  answered_position INTEGER,              -- of the answer; NULL where there is none
  answered_at       INTEGER,
  outcome           TEXT,                 -- accepted, refused, unanswered, not-sent
  status            INTEGER,              -- HTTP
  effect            TEXT,                 -- confirmed, not-seen, contradicted
  links             INTEGER,              -- how many a share gave
  detail            TEXT
) STRICT;

CREATE INDEX action_by_target ON action (deployment, target);
