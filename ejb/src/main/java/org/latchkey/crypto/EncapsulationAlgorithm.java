package org.latchkey.crypto;

/**
 * How a shared secret is encapsulated.
 *
 * <p>The constants' names are the wire values of Encapsulate's {@code EncapsulationAlgorithm}.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Encapsulate.html">AWS KMS:
 *     Encapsulate</a>
 */
public enum EncapsulationAlgorithm {
  ML_KEM
}
