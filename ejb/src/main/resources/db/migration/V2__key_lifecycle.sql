-- The life of a key: rotation, deletion, last use. One script for H2 and PostgreSQL.

-- rotation_period in days; both are null where automatic rotation is off
alter table kms_key add column rotation_period integer;
alter table kms_key add column next_rotation_at timestamp(6) with time zone;
create index kms_key_to_rotate on kms_key (next_rotation_at, row_id);
create index kms_key_to_delete on kms_key (deletion_at, row_id);

-- how and when a material came to replace the one before it; both are null for the first
alter table key_material add column rotation_type varchar(16);
alter table key_material add column rotated_at timestamp(6) with time zone;
update key_material set rotation_type = 'AUTOMATIC', rotated_at = created_at where number > 1;

-- the keys that services manage are rotated every year
update kms_key
set rotation_period = 365,
    next_rotation_at =
      (select max(m.created_at) from key_material m where m.key_row = kms_key.row_id)
        + interval '365' day
where manager = 'AWS' and spec = 'SYMMETRIC_DEFAULT';

create table key_last_usage (
  key_row      bigint      not null primary key references kms_key (row_id),
  tracked_from timestamp(6) with time zone not null,
  operation    varchar(64),
  used_at      timestamp(6) with time zone,
  event_id     varchar(64),
  request_id   varchar(128)
);
insert into key_last_usage (key_row, tracked_from) select row_id, current_timestamp from kms_key;
