/**
 * The database's schema: brought up to date at each start, before anything else touches the
 * database. Whatever works with the database at start-up depends on {@code SchemaMigration}.
 */
@NullMarked
package org.latchkey.schema;

import org.jspecify.annotations.NullMarked;
