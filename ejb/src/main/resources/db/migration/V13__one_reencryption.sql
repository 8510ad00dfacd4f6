-- Each account has one re-encryption at a time: open_for is who asked for it, until it ends; it is
-- null where the server asked. Where an account has several under way, the one begun last counts:
-- the others end by themselves.
alter table reencryption add column open_for varchar(12);
update reencryption set open_for = requested_by
  where status <> 'COMPLETED' and requested_by is not null
    and not exists (
      select 1 from reencryption later
      where later.requested_by = reencryption.requested_by and later.status <> 'COMPLETED'
        and (later.started_at > reencryption.started_at
          or (later.started_at = reencryption.started_at and later.id > reencryption.id)));
alter table reencryption add constraint reencryption_open_for unique (open_for);
