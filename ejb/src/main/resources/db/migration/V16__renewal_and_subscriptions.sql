-- A certificate is renewed where it has been exported since it was issued or last renewed.
alter table certificate add column exported_since_issue boolean default false not null;
update certificate set exported_since_issue = exported;

-- the AWS service that is said to manage a certificate
alter table certificate add column managed_by varchar(16);
create index certificate_by_managed_by on certificate (account, region, managed_by, id);

-- re-encryptions whose report is old
create index reencryption_by_end on reencryption (ended_at, id);

-- subscriptions by mail: told of nothing until whoever reads the address confirms
alter table event_subscription add column confirmed_at timestamp(6) with time zone;
alter table event_subscription add column confirm_by timestamp(6) with time zone;
alter table event_subscription add column confirmation_due_at timestamp(6) with time zone;
alter table event_subscription add column token_hash varchar(64);
update event_subscription set confirmed_at = created_at;
create index event_subscription_by_confirmation on event_subscription (confirmation_due_at, id);
create unique index event_subscription_by_token on event_subscription (token_hash);
