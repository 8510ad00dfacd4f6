package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.Tokens;
import org.latchkey.identity.AccountDirectory;
import org.latchkey.identity.AccountDirectory.Entry;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.PagePosition;
import org.latchkey.shared.ServiceException;

/**
 * The accounts of the organization: the first account manages it, makes the others and closes them.
 */
@ApplicationScoped
@Transactional
@Audited("organizations.amazonaws.com")
public class OrganizationOperations {

  public record CreateAccountRequest(
      String email,
      String accountName,
      @Nullable String roleName,
      @Nullable String iamUserAccessToBilling,
      @Nullable List<Tag> tags) {}

  public record CreateAccountResponse(CreateAccountStatus createAccountStatus) {}

  /** What became of a request to make an account. */
  public record CreateAccountStatus(
      String id,
      String accountName,
      String state,
      Instant requestedTimestamp,
      Instant completedTimestamp,
      @Nullable String accountId,
      @Nullable String failureReason) {}

  public record DescribeCreateAccountStatusRequest(String createAccountRequestId) {}

  public record DescribeCreateAccountStatusResponse(CreateAccountStatus createAccountStatus) {}

  public record ListCreateAccountStatusRequest(
      @Nullable List<String> states, @Nullable String nextToken, @Nullable Integer maxResults) {}

  public record ListCreateAccountStatusResponse(
      List<CreateAccountStatus> createAccountStatuses, @Nullable String nextToken) {}

  public record ListAccountsRequest(@Nullable String nextToken, @Nullable Integer maxResults) {}

  public record ListAccountsResponse(List<Account> accounts, @Nullable String nextToken) {}

  public record Account(
      String id,
      String arn,
      String email,
      String name,
      String status,
      String state,
      String joinedMethod,
      Instant joinedTimestamp) {}

  public record DescribeAccountRequest(String accountId) {}

  public record DescribeAccountResponse(Account account) {}

  public record DescribeOrganizationRequest() {}

  public record DescribeOrganizationResponse(Organization organization) {}

  public record Organization(
      String id,
      String arn,
      String featureSet,
      String masterAccountArn,
      String masterAccountId,
      String masterAccountEmail) {}

  public record CloseAccountRequest(String accountId) {}

  private static final String DEFAULT_ROLE = "OrganizationAccountAccessRole";
  private static final int MAX_SESSION_SECONDS = 3_600;
  private static final int DEFAULT_PAGE = 20;
  private static final int REQUEST_ID_BYTES = 16;

  /** What the first account is called, which nobody has named. */
  private static final String MANAGEMENT = "management";

  /** Where the first account has its address, which can never be somebody's (RFC 6761). */
  private static final String NO_MAIL = "accounts.latchkey.invalid";

  /** What the tokens are for. */
  private static final String LIST = "organizations";

  @Inject private Authorizer authorizer;
  @Inject private AccountDirectory accounts;
  @Inject private AccountCreations creations;
  @Inject private RoleDirectory roles;
  @Inject private Policies policies;
  @Inject private ServiceRoles serviceRoles;
  @Inject private Clock clock;

  /**
   * Makes an account with a role that the management account's users may assume, where their own
   * policies let them. It is done when the call returns.
   *
   * @throws ServiceException {@code AccessDeniedException}, {@code InvalidInputException}
   */
  public CreateAccountResponse createAccount(Caller caller, CreateAccountRequest request) {
    Map<String, String> tags =
        Tags.of(request.tags(), OrganizationsFault.INVALID_INPUT, OrganizationsFault.INVALID_INPUT);
    authorize(caller, "organizations:CreateAccount", RequestContext.builder().requestTags(tags));
    requireManagement(caller);
    if (!tags.isEmpty()) {
      throw new ServiceException(
          OrganizationsFault.INVALID_INPUT, "Tags of accounts are not supported.");
    }
    String id = "car-" + Tokens.hex(REQUEST_ID_BYTES);
    Instant now = clock.instant();
    AccountCreation creation;
    if (accounts.hasEmail(request.email())) {
      creation =
          AccountCreation.failed(
              id, caller.account(), request.accountName(), "EMAIL_ALREADY_EXISTS", now);
    } else {
      Entry account = accounts.create(caller.account(), request.accountName(), request.email());
      serviceRoles.addTo(account.id());
      addAccessRole(account, request.roleName() == null ? DEFAULT_ROLE : request.roleName());
      creation =
          AccountCreation.succeeded(id, caller.account(), request.accountName(), account.id(), now);
    }
    creations.add(creation);
    return new CreateAccountResponse(creation.describe());
  }

  private void addAccessRole(Entry account, String roleName) {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",\
         "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole"}]}"""
            .formatted(Arn.root(String.valueOf(account.managementAccount())));
    Role role =
        roles.create(account.id(), "/", roleName, trust, null, MAX_SESSION_SECONDS, null, Map.of());
    policies.add(
        new PolicyAttachment(PolicyOwner.of(role), "arn:aws:iam::aws:policy/AdministratorAccess"));
  }

  /**
   * What became of one request to make an account.
   *
   * @throws ServiceException {@code CreateAccountStatusNotFoundException}
   */
  public DescribeCreateAccountStatusResponse describeCreateAccountStatus(
      Caller caller, DescribeCreateAccountStatusRequest request) {
    authorize(caller, "organizations:DescribeCreateAccountStatus", RequestContext.builder());
    requireManagement(caller);
    return new DescribeCreateAccountStatusResponse(
        creations
            .find(request.createAccountRequestId())
            .filter(found -> found.requestedBy().equals(caller.account()))
            .map(AccountCreation::describe)
            .orElseThrow(
                () ->
                    new ServiceException(
                        OrganizationsFault.CREATE_ACCOUNT_STATUS_NOT_FOUND,
                        "We can't find a create account request with the id that you specified.")));
  }

  /** What became of the requests to make accounts, by their ids. */
  public ListCreateAccountStatusResponse listCreateAccountStatus(
      Caller caller, ListCreateAccountStatusRequest request) {
    authorize(caller, "organizations:ListCreateAccountStatus", RequestContext.builder());
    requireManagement(caller);
    List<String> states =
        request.states() == null || request.states().isEmpty()
            ? List.of("SUCCEEDED", "FAILED")
            : request.states();
    int limit = request.maxResults() == null ? DEFAULT_PAGE : request.maxResults();
    Page<AccountCreation> page =
        page(
            creations.list(caller.account(), states, position(request.nextToken()), limit + 1),
            limit,
            AccountCreation::id);
    return new ListCreateAccountStatusResponse(
        page.map(AccountCreation::describe).items(), page.nextMarker());
  }

  /** The accounts of the organization: the management account, and the others by their ids. */
  public ListAccountsResponse listAccounts(Caller caller, ListAccountsRequest request) {
    authorize(caller, "organizations:ListAccounts", RequestContext.builder());
    requireManagement(caller);
    int limit = request.maxResults() == null ? DEFAULT_PAGE : request.maxResults();
    String after = position(request.nextToken());
    List<Entry> rows = new ArrayList<>();
    if (after == null) {
      accounts.find(caller.account()).ifPresent(rows::add);
    }
    String management = caller.account();
    String afterMember = after == null || after.equals(management) ? null : after;
    rows.addAll(accounts.managedBy(management, afterMember, limit + 1 - rows.size()));
    Page<Entry> page = page(rows, limit, Entry::id);
    return new ListAccountsResponse(
        page.map(account -> describe(account, management)).items(), page.nextMarker());
  }

  /**
   * One account of the organization.
   *
   * @throws ServiceException {@code AccountNotFoundException}
   */
  public DescribeAccountResponse describeAccount(Caller caller, DescribeAccountRequest request) {
    authorizeOn(caller, "organizations:DescribeAccount", request.accountId());
    requireManagement(caller);
    return new DescribeAccountResponse(
        describe(member(caller, request.accountId()), caller.account()));
  }

  /** The organization that the caller's account belongs to. */
  public DescribeOrganizationResponse describeOrganization(
      Caller caller, DescribeOrganizationRequest request) {
    authorize(caller, "organizations:DescribeOrganization", RequestContext.builder());
    String management =
        accounts.find(caller.account()).map(Entry::managementAccount).orElseGet(caller::account);
    String id = AccountOrganizations.organizationId(management);
    return new DescribeOrganizationResponse(
        new Organization(
            id,
            Arn.of("organizations", "", management, "organization/" + id).toString(),
            "ALL",
            accountArn(management, management).toString(),
            management,
            accounts.find(management).map(Entry::email).orElse(management + "@" + NO_MAIL)));
  }

  /**
   * Closes an account: nobody of it is let in any more, from the next request on.
   *
   * @throws ServiceException {@code AccountNotFoundException}, {@code
   *     AccountAlreadyClosedException}, {@code ConstraintViolationException} for the management
   *     account
   */
  public void closeAccount(Caller caller, CloseAccountRequest request) {
    authorizeOn(caller, "organizations:CloseAccount", request.accountId());
    requireManagement(caller);
    Entry account = member(caller, request.accountId());
    if (account.id().equals(caller.account())) {
      throw new ServiceException(
          OrganizationsFault.CONSTRAINT_VIOLATION,
          "You can't close the management account of an organization.");
    }
    if (!account.active()) {
      throw new ServiceException(
          OrganizationsFault.ACCOUNT_ALREADY_CLOSED, "The account is closed already.");
    }
    accounts.close(account.id());
  }

  private void authorize(Caller caller, String action, RequestContext.Builder context) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, context.build()));
  }

  private void authorizeOn(Caller caller, String action, String accountId) {
    Arn arn = accountArn(caller.account(), accountId);
    authorizer.authorize(AuthorizationRequest.on(arn, caller, action, RequestContext.empty()));
  }

  private void requireManagement(Caller caller) {
    boolean management =
        accounts
            .find(caller.account())
            .filter(found -> found.managementAccount() == null)
            .isPresent();
    if (!management) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED, "You don't have permissions to access this resource.");
    }
  }

  private Entry member(Caller caller, String accountId) {
    Optional<Entry> account = accounts.find(accountId);
    return account
        .filter(
            found ->
                found.id().equals(caller.account())
                    || caller.account().equals(found.managementAccount()))
        .orElseThrow(
            () ->
                new ServiceException(
                    OrganizationsFault.ACCOUNT_NOT_FOUND,
                    "You specified an account that doesn't exist."));
  }

  private static Account describe(Entry account, String management) {
    return new Account(
        account.id(),
        accountArn(management, account.id()).toString(),
        account.email() == null ? account.id() + "@" + NO_MAIL : account.email(),
        account.name() == null ? MANAGEMENT : account.name(),
        account.active() ? "ACTIVE" : "SUSPENDED",
        account.active() ? "ACTIVE" : "CLOSED",
        account.managementAccount() == null ? "INVITED" : "CREATED",
        account.createdAt());
  }

  private static Arn accountArn(String management, String accountId) {
    String resource =
        "account/" + AccountOrganizations.organizationId(management) + "/" + accountId;
    return Arn.of("organizations", "", management, resource);
  }

  private static @Nullable String position(@Nullable String token) {
    if (token == null) {
      return null;
    }
    return PagePosition.read(LIST, token)
        .orElseThrow(
            () ->
                new ServiceException(
                    OrganizationsFault.INVALID_INPUT, "You specified an invalid next token."));
  }

  private static <T> Page<T> page(List<T> rows, int limit, Function<T, String> position) {
    return Page.of(rows, limit, last -> PagePosition.write(LIST, position.apply(last)));
  }
}
