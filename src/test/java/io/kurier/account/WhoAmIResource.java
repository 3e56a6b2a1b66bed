package io.kurier.account;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Tells for which account a request acts, and how long its body was. */
public class WhoAmIResource {

  /** Below the API. */
  @Path("/v1/test/who-am-i")
  public static class Below {

    private final Caller caller;

    Below(Caller caller) {
      this.caller = caller;
    }

    @GET
    @Operation(hidden = true)
    public Uni<String> whoAmI() {
      return Uni.createFrom().item(caller.accountId());
    }

    @POST
    @Operation(hidden = true)
    public Uni<Integer> length(byte[] body) {
      return Uni.createFrom().item(body.length);
    }
  }

  /** Where the first filter does not look. */
  @Path("/elsewhere")
  public static class Elsewhere {

    @GET
    @Operation(hidden = true)
    public Uni<String> get() {
      return Uni.createFrom().item("reached");
    }
  }
}
