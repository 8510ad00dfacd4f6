package org.latchkey.x509;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that an authority's own certificate request asks for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_CsrExtensions.html">CsrExtensions</a>
 */
public record CsrExtensions(
    @Nullable KeyUsage keyUsage, @Nullable List<AccessDescription> subjectInformationAccess) {

  public CsrExtensions {
    subjectInformationAccess =
        subjectInformationAccess == null ? null : List.copyOf(subjectInformationAccess);
  }
}
