package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.reason.Reason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IamArnTest {
    private static Authentication authenticate(String arn) {
        return IamArn.authenticate(new IamCaller(arn, Optional.of("ASIAEXAMPLE"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::111122223333:assumed-role/Batch/nightly, arn:aws:iam::111122223333:role/Batch, nightly",
        "arn:aws-cn:sts::111122223333:assumed-role/Batch/a@b.c, arn:aws-cn:iam::111122223333:role/Batch, a@b.c",
        "arn:aws:iam::111122223333:user/ci, arn:aws:iam::111122223333:user/ci,",
        "arn:aws:iam::111122223333:user/a/b/ci, arn:aws:iam::111122223333:user/a/b/ci,",
        "arn:aws:sts::111122223333:federated-user/bob, arn:aws:sts::111122223333:federated-user/bob,",
    })
    void requirement18ArnsAreNormalisedAndTheSessionIsKeptApart(String given, String normalised, String session) {
        var principal = ((Authentication.Authenticated) authenticate(given)).principal();
        assertThat(principal.subject()).isEqualTo(normalised);
        assertThat(principal.members()).containsExactly("iam:" + normalised);
        assertThat(principal.session()).isEqualTo(Optional.ofNullable(session));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:root",
                "arn:aws:sts::111122223333:assumed-role/Batch",
                "arn:aws:sts::111122223333:assumed-role/Batch/x/y",
                "arn:aws:sts::111122223333:assumed-role//x",
                "arn:aws:sts::111122223333:assumed-role/Batch/",
                "arn:aws:sts::11112222333:assumed-role/Batch/x",
                "arn:evil:sts::111122223333:assumed-role/Batch/x",
                "arn:aws:s3::111122223333:assumed-role/Batch/x",
                "arn:aws:iam::111122223333:role/Batch",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user/a//",
                "arn:aws:iam::111122223333:user/ci\narn:aws:iam::111122223333:user/root",
                "arn:aws:sts::111122223333:assumed-role/Batch*/x",
                "111122223333:user/ci",
                "*"
            })
    void requirement18AnythingElseIsRefused(String arn) {
        assertThat(authenticate(arn)).isEqualTo(new Authentication.Refused(Reason.IAM_IDENTITY_NOT_ACCEPTED));
    }
}
