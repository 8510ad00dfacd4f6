-- A certificate that is imported may have more names than one that is requested.
alter table certificate alter column alternative_names set data type varchar(1000000);

-- A session may have its own fifty tags and fifty that it inherits; a client id may be all quotation marks.
alter table session alter column tags set data type varchar(1000000);
alter table session alter column transitive_tags set data type varchar(1000000);
alter table oidc_provider alter column client_ids set data type varchar(1000000);

-- Who has a policy as permissions boundary is read by the page, in one account.
drop index principal_by_boundary;
create index principal_by_boundary on principal (permissions_boundary, account, user_id);
drop index iam_role_by_boundary;
create index iam_role_by_boundary on iam_role (permissions_boundary, account, id);
