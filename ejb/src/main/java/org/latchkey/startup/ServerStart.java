package org.latchkey.startup;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.latchkey.audit.Trail;
import org.latchkey.crypto.RootKeyUnavailable;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.shared.Settings;

/** Runs once at each start, after the schema is there and before anything is asked. */
@Singleton
@Startup
@DependsOn("CoherenceNode")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerStart {

  @Inject private RootOfTrust rootOfTrust;
  @Inject private Installation installation;
  @Inject private Trail trail;

  @PostConstruct
  void start() {
    // opens the trail: what cannot be put on record is not begun
    trail.requireWritable();
    try {
      rootOfTrust.open();
      installation.requireSameRootKey();
      installation.requireAccount();
    } catch (RootKeyUnavailable | IllegalStateException refusal) {
      Settings.refuse(String.valueOf(refusal.getMessage()));
      throw refusal;
    }
  }
}
