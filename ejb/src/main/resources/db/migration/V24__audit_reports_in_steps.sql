-- A report is made step by step: what is missing of one, and since when.
alter table audit_report add column status varchar(8) default 'SUCCESS' not null;
alter table audit_report add column format varchar(4) default 'JSON' not null;
update audit_report set format = 'CSV' where s3_key like '%.csv';
alter table audit_report add column last_serial varchar(64) default '' not null;
alter table audit_report add column due_at timestamp(6) with time zone;
create index audit_report_due on audit_report (due_at);
