-- Events for LookupEvents by the block instead of each with rows of its own. What the trail's files
-- have is taken over anew; findings stay as they are.
drop table trail_lookup;
drop table trail_event;
delete from trail_position;

-- Records of one node within ten minutes at the most, as lines, deflated.
create table trail_block (
  block_id   varchar(36) not null primary key,
  last_time  timestamp(6) with time zone not null,
  content    bytea       not null
);
create index trail_block_by_time on trail_block (last_time);

-- By what a block's events can be found: a row for each value of an attribute, with the lines that
-- have it, as a set of bits; and one, ANY, for all of an account and Region.
create table trail_posting (
  account    varchar(12)  not null,
  region     varchar(64)  not null,
  attribute  varchar(16)  not null,
  content    varchar(256) not null,
  first_time timestamp(6) with time zone not null,
  last_time  timestamp(6) with time zone not null,
  block_id   varchar(36)  not null,
  lines      bytea        not null
);
-- In the order of a lookup, newest first: a page is read without sorting what comes after it.
create unique index trail_posting_newest_first
  on trail_posting (account, region, attribute, content, last_time desc, block_id desc);
create index trail_posting_by_time on trail_posting (last_time);
