package org.latchkey.launcher;

import picocli.CommandLine.Option;

/** The server's flags about how long it waits for others, and how long it keeps what has ended. */
final class TimeOptions {
  @Option(
      names = "--confirmation-days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description =
          "How long a service can use what it was sent before a key changed where it does not"
              + " confirm, from 1 to 365 days (default: ${DEFAULT-VALUE}).")
  int confirmationDays;

  @Option(
      names = "--unread-delivery-hours",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "How long a delivery may lie in its queue before its association counts as broken, from 1"
              + " to 8760 hours (default: ${DEFAULT-VALUE}).")
  int unreadDeliveryHours;

  @Option(
      names = "--redelivery-days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description =
          "How long a message that comes again is known to have been dealt with, from 1 to 365 days"
              + " (default: ${DEFAULT-VALUE}).")
  int redeliveryDays;

  @Option(
      names = "--reencryption-report-days",
      paramLabel = "DAYS",
      defaultValue = "365",
      description =
          "How long what became of each private key is kept after a re-encryption has ended, up to"
              + " 36500 days; 0: for ever (default: ${DEFAULT-VALUE}).")
  int reencryptionReportDays;

  @Option(
      names = "--job-history-days",
      paramLabel = "DAYS",
      defaultValue = "90",
      description =
          "How long runs of the batch jobs are kept, up to 36500 days, but for the last of each job,"
              + " which stays; 0: for ever (default: ${DEFAULT-VALUE}).")
  int jobHistoryDays;
}
