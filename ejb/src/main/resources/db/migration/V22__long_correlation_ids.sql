-- A message is answered with its own correlation id, however long that is, and a dead letter says why.
alter table outbox alter column correlation_id set data type text;
alter table outbox alter column reason set data type text;
