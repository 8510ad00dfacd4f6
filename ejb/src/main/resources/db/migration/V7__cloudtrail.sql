-- The trail's records for LookupEvents, filled from each node's files; and what should not stand in
-- tags, names and descriptions.

-- How far each node's records have been taken over.
create table trail_position (
  node       varchar(64) not null primary key,
  file       bigint      not null,
  file_end   bigint      not null,
  sequence   bigint      not null,
  hash       varchar(64) not null
);

create table trail_event (
  event_id   varchar(36) not null primary key,
  event_time timestamp(6) with time zone not null,
  content    text        not null
);
create index trail_event_by_time on trail_event (event_time);

-- By what an event can be found: a row for each of its attributes, and one, ANY, for the event.
create table trail_lookup (
  account    varchar(12)  not null,
  region     varchar(64)  not null,
  attribute  varchar(16)  not null,
  content    varchar(256) not null,
  event_time timestamp(6) with time zone not null,
  event_id   varchar(36)  not null
);
-- In the order of a lookup, newest first: a page is read without sorting what comes after it.
create unique index trail_lookup_newest_first
  on trail_lookup (account, region, attribute, content, event_time desc, event_id desc);
create index trail_lookup_by_time on trail_lookup (event_time);

create table finding (
  id          varchar(64)  not null primary key,
  account     varchar(12)  not null,
  region      varchar(64)  not null,
  found_at    timestamp(6) with time zone not null,
  kind        varchar(32)  not null,
  event_id    varchar(36)  not null,
  event_source varchar(128) not null,
  event_name  varchar(128) not null,
  resource    varchar(2048),
  member      varchar(256) not null
);
create index finding_newest_first on finding (account, found_at desc, id desc);
