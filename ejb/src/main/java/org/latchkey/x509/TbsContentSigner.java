package org.latchkey.x509;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** A {@link TbsSigner} as BouncyCastle's builders want it: it gathers the message, then signs. */
final class TbsContentSigner implements ContentSigner {

  private final SignatureAlgorithm algorithm;
  private final TbsSigner signer;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  TbsContentSigner(SignatureAlgorithm algorithm, TbsSigner signer) {
    this.algorithm = algorithm;
    this.signer = signer;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm.identifier();
  }

  @Override
  public OutputStream getOutputStream() {
    return message;
  }

  @Override
  public byte[] getSignature() {
    return signer.sign(algorithm, message.toByteArray());
  }
}
