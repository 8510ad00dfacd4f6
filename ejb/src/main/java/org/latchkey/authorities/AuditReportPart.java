package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A piece of a report's text, some hundred kilobytes. */
@Entity
@Table(name = "audit_report_part")
@IdClass(AuditReportPart.AuditReportPartId.class)
class AuditReportPart {

  @Id
  @Column(name = "report_id")
  private String reportId;

  @Id private int position;

  private String content;

  protected AuditReportPart() {}

  AuditReportPart(String reportId, int position, String content) {
    this.reportId = reportId;
    this.position = position;
    this.content = content;
  }

  String content() {
    return content;
  }

  /** A part's primary key. */
  static final class AuditReportPartId implements Serializable {

    private String reportId;
    private int position;

    AuditReportPartId() {
      this("", 0);
    }

    AuditReportPartId(String reportId, int position) {
      this.reportId = reportId;
      this.position = position;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AuditReportPartId that
          && reportId.equals(that.reportId)
          && position == that.position;
    }

    @Override
    public int hashCode() {
      return Objects.hash(reportId, position);
    }
  }
}
