package org.latchkey.grants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * A grant on one key. Its life: made once, never changed, deleted when it is retired or revoked.
 */
@Entity
@Table(name = "key_grant")
@EntityListeners(CachedEntityListener.class)
class Grant implements Cached {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SUBSET = "EncryptionContextSubset";
  private static final String EQUALS = "EncryptionContextEquals";

  @Id
  @Column(name = "grant_id")
  private String grantId;

  @Column(name = "key_row")
  private long keyRow;

  @SuppressWarnings("UnusedVariable") // what queries select by
  private String region;

  private @Nullable String name;

  @Column(name = "grantee_principal")
  private @Nullable String granteePrincipal;

  @Column(name = "grantee_service_principal")
  private @Nullable String granteeServicePrincipal;

  @Column(name = "retiring_principal")
  private @Nullable String retiringPrincipal;

  @Column(name = "retiring_service_principal")
  private @Nullable String retiringServicePrincipal;

  private String operations;

  @Column(name = "constraint_type")
  private @Nullable String constraintType;

  @Column(name = "constraint_context")
  private @Nullable String constraintContext;

  @Column(name = "constraint_source_arn")
  private @Nullable String constraintSourceArn;

  @Column(name = "issuing_account")
  private String issuingAccount;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Grant() {}

  Grant(
      String grantId,
      KeySnapshot key,
      GrantOperations.CreateGrantRequest request,
      Set<GrantOperation> operations,
      Instant createdAt) {
    this.grantId = grantId;
    this.keyRow = key.rowId();
    this.region = key.region();
    this.name = request.name();
    this.granteePrincipal = request.granteePrincipal();
    this.granteeServicePrincipal = request.granteeServicePrincipal();
    this.retiringPrincipal = request.retiringPrincipal();
    this.retiringServicePrincipal = request.retiringServicePrincipal();
    this.operations = operations.stream().map(Enum::name).collect(Collectors.joining(","));
    GrantConstraints constraints =
        request.constraints() == null ? GrantConstraints.NONE : request.constraints();
    if (constraints.encryptionContextSubset() != null) {
      this.constraintType = SUBSET;
      this.constraintContext = json(constraints.encryptionContextSubset());
    } else if (constraints.encryptionContextEquals() != null) {
      this.constraintType = EQUALS;
      this.constraintContext = json(constraints.encryptionContextEquals());
    }
    this.constraintSourceArn = constraints.sourceArn();
    this.issuingAccount = Arn.root(key.account()).toString();
    this.createdAt = createdAt;
  }

  /** On what depends who may use a key by its grants. */
  static String subjectOf(long keyRow, String grantee) {
    return "grants/" + keyRow + '/' + grantee;
  }

  @Override
  public List<String> subjects() {
    return Stream.of(granteePrincipal, granteeServicePrincipal)
        .filter(Objects::nonNull)
        .map(grantee -> subjectOf(keyRow, grantee))
        .toList();
  }

  String grantId() {
    return grantId;
  }

  long keyRow() {
    return keyRow;
  }

  Set<GrantOperation> operations() {
    return Arrays.stream(operations.split(",", -1))
        .map(GrantOperation::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(GrantOperation.class)));
  }

  GrantConstraints constraints() {
    Map<String, String> pairs = constraintContext == null ? null : pairs(constraintContext);
    return new GrantConstraints(
        SUBSET.equals(constraintType) ? pairs : null,
        EQUALS.equals(constraintType) ? pairs : null,
        constraintSourceArn);
  }

  boolean isGrantee(Caller caller) {
    return caller.isService()
        ? caller.principal().equals(granteeServicePrincipal)
        : caller.isNamedBy(granteePrincipal);
  }

  String region() {
    return region;
  }

  /** Whether the grant itself, or being the root user of the key's account, is enough. */
  boolean mayRetire(Caller caller) {
    boolean retiring =
        caller.isService()
            ? caller.principal().equals(retiringServicePrincipal)
            : caller.isNamedBy(retiringPrincipal);
    return retiring
        || (isGrantee(caller) && operations().contains(GrantOperation.RetireGrant))
        || (caller.isRoot() && caller.principal().equals(issuingAccount));
  }

  /**
   * Whether the caller's account may retire it and pass that on by policies of its own: the account
   * of the key, and one that is the retiring principal, or the grantee of a grant that lists
   * RetireGrant.
   *
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html">AWS KMS
   *     Developer Guide, Retiring and revoking grants</a>
   */
  boolean accountMayRetire(Caller caller) {
    if (caller.isService()) {
      return false;
    }
    String account = Arn.root(caller.account()).toString();
    return account.equals(issuingAccount)
        || account.equals(retiringPrincipal)
        || (account.equals(granteePrincipal) && operations().contains(GrantOperation.RetireGrant));
  }

  /** Whether the two say the same of the same key, which makes the second a retry of the first. */
  boolean sameAs(Grant other) {
    return keyRow == other.keyRow
        && Objects.equals(name, other.name)
        && Objects.equals(granteePrincipal, other.granteePrincipal)
        && Objects.equals(granteeServicePrincipal, other.granteeServicePrincipal)
        && Objects.equals(retiringPrincipal, other.retiringPrincipal)
        && Objects.equals(retiringServicePrincipal, other.retiringServicePrincipal)
        && operations.equals(other.operations)
        && constraints().equals(other.constraints());
  }

  GrantOperations.GrantListEntry entry(String keyArn) {
    GrantConstraints constraints = constraints();
    return new GrantOperations.GrantListEntry(
        keyArn,
        grantId,
        name == null ? "" : name,
        createdAt,
        granteePrincipal,
        retiringPrincipal,
        issuingAccount,
        operations().stream().map(Enum::name).toList(),
        constraints.equals(GrantConstraints.NONE) ? null : constraints,
        granteeServicePrincipal,
        retiringServicePrincipal);
  }

  private static String json(Map<String, String> pairs) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(pairs));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, String> pairs(String json) {
    try {
      return Map.copyOf(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
    } catch (JsonProcessingException corrupt) {
      throw new IllegalStateException("a grant's constraint cannot be read", corrupt);
    }
  }
}
