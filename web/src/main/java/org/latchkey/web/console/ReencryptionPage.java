package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.ReencryptionOperations;
import org.latchkey.certificates.ReencryptionOperations.DescribeReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionOutcomesRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionOutcomesResponse;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionsRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionsResponse;
import org.latchkey.certificates.ReencryptionOperations.OutcomeEntry;
import org.latchkey.certificates.ReencryptionOperations.PauseReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.ReencryptionDescription;
import org.latchkey.certificates.ReencryptionOperations.ResumeReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.ScopeEntry;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionResponse;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.jobs.ReencryptionStarts;

/** Re-encryptions: counting, starting, watching, pausing, and what became of each private key. */
@Named("reencryptionPage")
@ViewScoped
public class ReencryptionPage implements Serializable {

  private static final String CURRENT_MATERIAL = "CURRENT_MATERIAL";
  private static final String NEW_KEY = "NEW_KEY";
  private static final String OWN_KEY = "OWN_KEY";

  @Inject private ReencryptionOperations operations;
  @Inject private ReencryptionStarts starts;
  @Inject private CurrentUser user;

  private String destination = CURRENT_MATERIAL;
  private String key = "";
  private boolean allAccounts;
  private @Nullable String id;
  private transient @Nullable ReencryptionDescription detail;
  private transient @Nullable String problem;
  private transient @Nullable List<ScopeEntry> counted;
  private MarkedPages<ReencryptionDescription> rows;
  private MarkedPages<OutcomeEntry> outcomes;

  @PostConstruct
  void prepare() {
    rows = new MarkedPages<>(this::read);
    outcomes = new MarkedPages<>(this::readOutcomes);
  }

  /** Reads the one that is asked for, if one is. */
  public void open() {
    String asked = id;
    if (asked != null) {
      try {
        detail =
            operations.describeReencryption(user.caller(), new DescribeReencryptionRequest(asked));
      } catch (ServiceException refused) {
        problem = refused.getMessage();
      }
    }
  }

  /** Counts what would be moved. */
  public void count() {
    ask(true);
  }

  /** Starts a re-encryption. */
  public void start() {
    ask(false);
    rows.refresh();
  }

  private void ask(boolean dryRun) {
    try {
      StartReencryptionResponse response =
          starts.start(
              user.caller(),
              new StartReencryptionRequest(
                  allAccounts,
                  null,
                  destination.equals(NEW_KEY),
                  destination.equals(OWN_KEY) ? key : null,
                  dryRun));
      if (dryRun) {
        counted = response.scope();
      } else {
        tell(FacesMessage.SEVERITY_INFO, "Started. The job moves the private keys now.");
      }
    } catch (ServiceException refused) {
      tell(FacesMessage.SEVERITY_ERROR, refused.getMessage());
    }
  }

  /** Has one wait. */
  public void pause(ReencryptionDescription each) {
    try {
      operations.pauseReencryption(
          user.caller(), new PauseReencryptionRequest(each.reencryptionId()));
    } catch (ServiceException refused) {
      tell(FacesMessage.SEVERITY_ERROR, refused.getMessage());
    }
    rows.refresh();
  }

  /** Has one that waits go on. */
  public void resume(ReencryptionDescription each) {
    try {
      starts.resume(user.caller(), new ResumeReencryptionRequest(each.reencryptionId()));
    } catch (ServiceException refused) {
      tell(FacesMessage.SEVERITY_ERROR, refused.getMessage());
    }
    rows.refresh();
  }

  private static void tell(FacesMessage.Severity severity, @Nullable String sentence) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, sentence, null));
  }

  private Page<ReencryptionDescription> read(@Nullable String marker, int limit) {
    ListReencryptionsResponse response =
        operations.listReencryptions(user.caller(), new ListReencryptionsRequest(limit, marker));
    return new Page<>(response.reencryptions(), response.nextToken());
  }

  private Page<OutcomeEntry> readOutcomes(@Nullable String marker, int limit) {
    String asked = id;
    if (asked == null) {
      return new Page<>(List.of(), null);
    }
    ListReencryptionOutcomesResponse response =
        operations.listReencryptionOutcomes(
            user.caller(), new ListReencryptionOutcomesRequest(asked, null, limit, marker));
    return new Page<>(response.outcomes(), response.nextToken());
  }

  /** How many of a hundred private keys have an outcome. */
  public int percent(ReencryptionDescription each) {
    Long total = each.total();
    if (total == null) {
      return 0;
    }
    long done = each.reencrypted() + each.unchanged() + each.deleted() + each.failed();
    return total == 0 ? 100 : (int) Math.min(100, done * 100 / total);
  }

  public MarkedPages<ReencryptionDescription> getRows() {
    return rows;
  }

  public MarkedPages<OutcomeEntry> getOutcomes() {
    return outcomes;
  }

  public @Nullable List<ScopeEntry> getCounted() {
    return counted;
  }

  /** The one that is asked for; read again where a part of the page is shown again. */
  public @Nullable ReencryptionDescription getDetail() {
    if (detail == null && problem == null) {
      open();
    }
    return detail;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public String getDestination() {
    return destination;
  }

  public void setDestination(@Nullable String destination) {
    this.destination = destination == null ? CURRENT_MATERIAL : destination;
  }

  public String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key == null ? "" : key.strip();
  }

  public boolean isAllAccounts() {
    return allAccounts;
  }

  public void setAllAccounts(boolean allAccounts) {
    this.allAccounts = allAccounts;
  }

  public @Nullable String getId() {
    return id;
  }

  public void setId(@Nullable String id) {
    this.id = id == null || id.isBlank() ? null : id;
  }
}
