package org.latchkey.web.console;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.accessanalyzer.PolicyValidationOperations;
import org.latchkey.accessanalyzer.PolicyValidationOperations.Location;
import org.latchkey.accessanalyzer.PolicyValidationOperations.ValidatePolicyFinding;
import org.latchkey.accessanalyzer.PolicyValidationOperations.ValidatePolicyRequest;
import org.latchkey.keys.KeyPolicyOperations;
import org.latchkey.keys.KeyPolicyOperations.GetKeyPolicyRequest;
import org.latchkey.keys.KeyPolicyOperations.PutKeyPolicyRequest;
import org.latchkey.shared.ServiceException;

/**
 * Says what is dangerous about a policy, before it is saved: any text, or the policy of the key
 * that the address names, which can be changed here.
 */
@Named
@ViewScoped
public class PoliciesPage implements Serializable {

  /** What a policy is for, and how ValidatePolicy calls that. */
  public enum Purpose {
    KEY("A KMS key", "RESOURCE_POLICY", "AWS::KMS::Key"),
    IDENTITY("A user, group or role", "IDENTITY_POLICY", null),
    TRUST("Who may assume a role", "RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument"),
    RESOURCE("Another resource", "RESOURCE_POLICY", null);

    private final String label;
    private final String policyType;
    private final @Nullable String resourceType;

    Purpose(String label, String policyType, @Nullable String resourceType) {
      this.label = label;
      this.policyType = policyType;
      this.resourceType = resourceType;
    }

    public String getLabel() {
      return label;
    }
  }

  /**
   * A finding as the page shows it.
   *
   * @param place the line, and the element in it
   */
  public record Row(String type, String place, String details) implements Serializable {

    static Row of(ValidatePolicyFinding finding) {
      Location location = finding.locations().get(0);
      StringBuilder element = new StringBuilder();
      for (PolicyValidationOperations.PathElement step : location.path()) {
        if (step.index() != null) {
          element.append(" ").append(step.index() + 1);
        } else {
          element.append(element.isEmpty() ? "" : " › ").append(step.key());
        }
      }
      return new Row(
          finding.findingType(),
          "Line " + location.span().start().line() + (element.isEmpty() ? "" : ": ") + element,
          finding.findingDetails());
    }
  }

  @Inject private PolicyValidationOperations validation;
  @Inject private KeyPolicyOperations keyPolicies;
  @Inject private CurrentUser user;

  private String key = "";
  private Purpose purpose = Purpose.KEY;
  private String text = "";
  private @Nullable String checked;
  private List<Row> findings = List.of();
  private @Nullable String problem;

  /** Reads the policy of the key that the address names. */
  public void open() {
    if (key.isEmpty() || FacesContext.getCurrentInstance().isPostback()) {
      return;
    }
    try {
      text =
          keyPolicies
              .getKeyPolicy(user.callerFor(key), new GetKeyPolicyRequest(key, null))
              .policy();
    } catch (ServiceException refused) {
      problem = refused.getMessage();
    }
  }

  /** Says what is dangerous about the text. */
  public void check() {
    checked = null;
    findings =
        validation
            .validatePolicy(
                user.caller(),
                new ValidatePolicyRequest(
                    null, null, null, text, purpose.policyType, purpose.resourceType))
            .findings()
            .stream()
            .map(Row::of)
            .toList();
    checked = text;
  }

  /** Saves the text where nothing speaks against it; otherwise says what does. */
  public void save() {
    check();
    if (findings.isEmpty()) {
      put();
    }
  }

  /** Saves the text in spite of what has been said about this very text. */
  public void saveAnyway() {
    if (text.equals(checked)) {
      put();
    } else {
      check();
    }
  }

  private void put() {
    keyPolicies.putKeyPolicy(user.callerFor(key), new PutKeyPolicyRequest(key, null, text, null));
    checked = null;
    findings = List.of();
    FacesContext.getCurrentInstance()
        .addMessage(
            null,
            new FacesMessage(
                FacesMessage.SEVERITY_INFO, "Saved. The policy counts from now on.", null));
  }

  public List<Row> getFindings() {
    return findings;
  }

  /** Whether what is shown has been checked, and nothing was found. */
  public boolean isClean() {
    return checked != null && findings.isEmpty();
  }

  public Purpose[] getPurposes() {
    return Purpose.values();
  }

  public Purpose getPurpose() {
    return purpose;
  }

  public void setPurpose(Purpose purpose) {
    this.purpose = purpose;
  }

  public String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text == null ? "" : text;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key == null ? "" : key;
  }
}
