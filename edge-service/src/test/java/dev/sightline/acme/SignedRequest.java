package dev.sightline.acme;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A request to an ACME server whose signature, address and kind have been looked at.
 *
 * @param account the account's URL; null for a request that makes one
 * @param payload empty for one that only reads
 */
record SignedRequest(String nonce, String account, Key key, JsonObject payload) {

  /** An account's key. */
  record Key(JsonWebKey jwk) {

    String thumbprint() {
      return jwk.calculateBase64urlEncodedThumbprint("SHA-256");
    }
  }

  /** Why the ACME server doesn't do as it is asked. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final String type;

    Refused(String type, String detail) {
      super(detail);
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  static SignedRequest check(
      HttpServerRequest request, String url, String body, Function<String, Key> accounts)
      throws Refused {
    demand("application/jose+json".equals(request.getHeader("Content-Type")), "the type of body");
    JsonObject jws = new JsonObject(body);
    JsonObject header = new JsonObject(decoded(jws.getString("protected")));
    demand(url.equals(header.getString("url")), "the URL that is signed");
    demand(header.containsKey("jwk") != header.containsKey("kid"), "either key or account");
    try {
      String account = header.getString("kid");
      Key key =
          account == null
              ? new Key(JsonWebKey.Factory.newJwk(header.getJsonObject("jwk").getMap()))
              : accounts.apply(account);
      demand(key != null, "an account");
      JsonWebSignature signature = new JsonWebSignature();
      signature.setCompactSerialization(
          String.join(
              ".",
              jws.getString("protected"),
              jws.getString("payload"),
              jws.getString("signature")));
      signature.setKey(key.jwk.getKey());
      demand(signature.verifySignature(), "the signature");
      String payload = decoded(jws.getString("payload"));
      return new SignedRequest(
          header.getString("nonce"),
          account,
          key,
          payload.isEmpty() ? new JsonObject() : new JsonObject(payload));
    } catch (JoseException e) {
      throw new Refused("malformed", e.getMessage());
    }
  }

  private static void demand(boolean holds, String what) throws Refused {
    if (!holds) {
      throw new Refused("malformed", "wrong: " + what);
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
