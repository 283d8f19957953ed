package io.sagegate.cli.key;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyExistsException;
import io.sagegate.keys.KeyService;
import java.io.PrintWriter;
import java.util.Locale;

/// The reports of key commands. Standard output gets the key alone, so that it can be piped into a secret store.
/// Standard error gets the text for people.
public final class KeyReport {
    private KeyReport() {}

    public static void issued(KeyService.Issued issued, PrintWriter out, PrintWriter err) {
        out.println(issued.key().reveal());
        out.flush();
        err.println("Key " + issued.stored().id() + " of client "
                + issued.stored().client() + " works until " + issued.stored().expires() + ". It is shown this once.");
        if (issued.stored().life().compareTo(KeyService.USUAL_LIFE) > 0) {
            err.println("The gateway refuses it unless its parameter KeyMaxLifeSeconds is at least "
                    + issued.stored().life().toSeconds() + ".");
        }
        err.flush();
    }

    /// Reports until when the rotated key still works.
    ///
    /// @param before the old key as it was, `after` as the rotation left it
    public static void retired(StoredKey before, StoredKey after, PrintWriter err) {
        var isUnchanged = after.expires().equals(before.expires());
        err.println("The old key " + after.id() + " works until " + after.expires()
                + (isUnchanged ? ", its own end, which comes before that of the overlap." : "."));
        err.flush();
    }

    static String row(StoredKey key, String state) {
        return String.format(
                Locale.ROOT,
                "%-16s  %-20s  %-8s  %-20s  %-20s",
                key.id(),
                key.client(),
                state,
                key.created(),
                key.expires());
    }

    static CommandFailedException tryAgain(KeyExistsException fault) {
        return new CommandFailedException(Exit.CONFLICT, fault.getMessage() + "; nothing was changed, try again");
    }
}
