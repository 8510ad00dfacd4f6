package org.latchkey.client.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Step 2: nothing on disk holds the private key. The search is run again at the end, when the
 * broker's journal has seen the key's ciphertext go by.
 */
final class StorageStep {
  private static final String CONTROL = "certificate ARN";
  private static final double BYTES_PER_MEGABYTE = 1_000_000;

  private final DemoSettings settings;
  private final Narrator narrator;
  private final IssuingStep.Issued issued;

  StorageStep(DemoSettings settings, Narrator narrator, IssuingStep.Issued issued) {
    this.settings = settings;
    this.narrator = narrator;
    this.issued = issued;
  }

  void run() {
    narrator.step("Only ciphertext of its private key is stored");
    narrator.checked(
        "ExportCertificate gave the key to the demo, so that it knows what to look for.");
    FolderSearch.Result result = search();
    narrator.checked(
        "Every file of the data folder was read, and the certificate's ARN found in "
            + result.filesWith(CONTROL)
            + " of them.");
    narrator.detail(size(result) + " in " + settings.dataFolder());
    narrator.checked("The private key is in none: not raw, DER, PEM, base64 or hexadecimal.");
  }

  /** Searches once more; fails where the key has got onto the disk since. */
  void repeat() {
    narrator.checked("The private key still is in no file (" + size(search()) + ").");
  }

  private FolderSearch.Result search() {
    List<FolderSearch.Pattern> patterns =
        new ArrayList<>(PrivateKeyForms.of(issued.exported().privateKey()));
    // What has to be found: a search that finds nothing at all would prove nothing.
    patterns.add(
        new FolderSearch.Pattern(
            CONTROL, issued.certificate().arn().getBytes(StandardCharsets.UTF_8)));
    FolderSearch.Result result =
        FolderSearchProcess.run(
            settings.classPath(),
            new FolderSearch.Request(settings.dataFolder().toString(), patterns));
    DemoFailure.unless(
        result.filesWith(CONTROL) > 0,
        "The search should find the certificate's ARN in the data folder, but did not.");
    result
        .found()
        .forEach(
            (form, files) ->
                DemoFailure.unless(
                    form.equals(CONTROL),
                    "The private key (" + form + ") is on the disk, in " + files + "."));
    return result;
  }

  private static String size(FolderSearch.Result result) {
    return String.format(
        Locale.ROOT, "%d files, %.1f MB", result.files(), result.bytes() / BYTES_PER_MEGABYTE);
  }
}
