package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.iam.OrganizationOperations;
import org.latchkey.iam.OrganizationOperations.CloseAccountRequest;
import org.latchkey.iam.OrganizationOperations.CreateAccountRequest;
import org.latchkey.iam.OrganizationOperations.CreateAccountResponse;
import org.latchkey.iam.OrganizationOperations.DescribeAccountRequest;
import org.latchkey.iam.OrganizationOperations.DescribeAccountResponse;
import org.latchkey.iam.OrganizationOperations.DescribeCreateAccountStatusRequest;
import org.latchkey.iam.OrganizationOperations.DescribeCreateAccountStatusResponse;
import org.latchkey.iam.OrganizationOperations.DescribeOrganizationRequest;
import org.latchkey.iam.OrganizationOperations.DescribeOrganizationResponse;
import org.latchkey.iam.OrganizationOperations.ListAccountsRequest;
import org.latchkey.iam.OrganizationOperations.ListAccountsResponse;
import org.latchkey.iam.OrganizationOperations.ListCreateAccountStatusRequest;
import org.latchkey.iam.OrganizationOperations.ListCreateAccountStatusResponse;

/** AWS Organizations, one line an operation. */
@Dependent
class OrganizationsTable implements ServiceTable {

  private final OrganizationOperations organization;

  @Inject
  OrganizationsTable(OrganizationOperations organization) {
    this.organization = organization;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("organizations")
        .on(
            "CreateAccount",
            CreateAccountRequest.class,
            CreateAccountResponse.class,
            organization::createAccount)
        .on(
            "DescribeCreateAccountStatus",
            DescribeCreateAccountStatusRequest.class,
            DescribeCreateAccountStatusResponse.class,
            organization::describeCreateAccountStatus)
        .on(
            "ListCreateAccountStatus",
            ListCreateAccountStatusRequest.class,
            ListCreateAccountStatusResponse.class,
            organization::listCreateAccountStatus)
        .on(
            "ListAccounts",
            ListAccountsRequest.class,
            ListAccountsResponse.class,
            organization::listAccounts)
        .on(
            "DescribeAccount",
            DescribeAccountRequest.class,
            DescribeAccountResponse.class,
            organization::describeAccount)
        .on(
            "DescribeOrganization",
            DescribeOrganizationRequest.class,
            DescribeOrganizationResponse.class,
            organization::describeOrganization)
        .on("CloseAccount", CloseAccountRequest.class, organization::closeAccount);
  }
}
