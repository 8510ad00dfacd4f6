-- Every account has the roles that the server's own services act in, and each of them its policy.

create table service_role_seed (
  service varchar(64) not null,
  name    varchar(64) not null,
  code    varchar(3)  not null
);
insert into service_role_seed (service, name, code) values
    ('acm.amazonaws.com', 'CertificateManager', 'ACM'),
    ('acm-pca.amazonaws.com', 'PrivateCA', 'PCA'),
    ('kms.amazonaws.com', 'KeyManagementService', 'KMS'),
    ('latchkey-audit.amazonaws.com', 'AuditTrail', 'LAT');

-- ids follow from the account's, a letter a digit
insert into iam_role (
    id, account, path, name, name_key, arn, trust_policy, max_session_duration, tags, created_at)
select
    'AROASL' || s.code || translate(a.id, '0123456789', 'ABCDEFGHIJ'),
    a.id,
    '/aws-service-role/' || s.service || '/',
    'AWSServiceRoleFor' || s.name,
    lower('AWSServiceRoleFor' || s.name),
    'arn:aws:iam::' || a.id || ':role/aws-service-role/' || s.service || '/AWSServiceRoleFor' || s.name,
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"' || s.service
        || '"},"Action":"sts:AssumeRole"}]}',
    3600,
    '{}',
    a.created_at
from account a cross join service_role_seed s
-- nobody else's role is taken for a service's, nor keeps the others from being made
where not exists (
    select 1 from iam_role r
    where r.account = a.id and r.name_key = lower('AWSServiceRoleFor' || s.name));

insert into policy_attachment (owner_id, policy_arn, account, kind)
select
    'AROASL' || s.code || translate(a.id, '0123456789', 'ABCDEFGHIJ'),
    'arn:aws:iam::aws:policy/aws-service-role/' || s.service || '/' || s.name || 'ServiceRolePolicy',
    a.id,
    'ROLE'
from account a cross join service_role_seed s
where exists (
    select 1 from iam_role r
    where r.id = 'AROASL' || s.code || translate(a.id, '0123456789', 'ABCDEFGHIJ'));

drop table service_role_seed;
