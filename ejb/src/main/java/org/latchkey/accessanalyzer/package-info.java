/**
 * IAM Access Analyzer's ValidatePolicy: what is wrong with a policy, or dangerous about it, before
 * it is saved.
 *
 * <p>{@link org.latchkey.accessanalyzer.PolicyValidationOperations} is the public API, for the wire
 * and for the console. What is found is found by {@code access}.
 *
 * <p>Always: a text that is no policy is a finding, not an error; nothing is saved here.
 */
@NullMarked
package org.latchkey.accessanalyzer;

import org.jspecify.annotations.NullMarked;
