package org.latchkey.schema;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Gives every store the entity manager of the unit {@code latchkey}, whichever module the call came
 * from.
 *
 * <p>The container looks a unit up in the module of the component that is running when the entity
 * manager is first used. That is this bean, at the start, and not the web application in the middle
 * of a request, which has no unit. The entity manager is the container's, bound to the transaction
 * and shared between threads.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@Lock(LockType.READ)
public class PersistenceUnit {

  @PersistenceContext(unitName = "latchkey")
  private EntityManager entities;

  @PostConstruct
  void lookUp() {
    entities.getEntityManagerFactory();
  }

  /** The entity manager, to be used within a transaction. */
  @Produces
  public EntityManager entityManager() {
    return entities;
  }
}
