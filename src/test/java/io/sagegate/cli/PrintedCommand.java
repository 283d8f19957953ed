package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.cli.console.Exit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// Carries out a command that an inspection printed, as a shell with AWS's tools would: `aws` by the protocol of its
/// service, `sam deploy` by changed parameters of the stack, `sagegate` in this JVM.
final class PrintedCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> VERSIONS =
            Map.of("iam", "2010-05-08", "cloudformation", "2010-05-15", "cloudwatch", "2010-08-01");
    private static final Map<String, String> TARGETS =
            Map.of("dynamodb", "DynamoDB_20120810", "logs", "Logs_20140328", "sagemaker", "SageMaker");

    private final DeployedWorld world;
    private final Map<String, String> files = new HashMap<>();

    private PrintedCommand(DeployedWorld world) {
        this.world = world;
    }

    static void run(String line, DeployedWorld world) {
        var shell = new PrintedCommand(world);
        var command = new ArrayList<String>();
        for (var word : words(line)) {
            if (word.equals("&&")) {
                shell.one(command);
                command.clear();
            } else {
                command.add(word);
            }
        }
        shell.one(command);
    }

    /// The words of a line, as a shell splits it.
    static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var quoted = false;
        var text = line + " ";
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return words.stream().filter(each -> !each.isEmpty()).toList();
    }

    private void one(List<String> command) {
        switch (command.getFirst()) {
            case "sagegate" -> sagegate(command);
            case "sam" -> sam(command);
            case "aws" -> aws(command.get(1), command.get(2), options(command.subList(3, command.size())));
            default -> throw new IllegalArgumentException("no command of a shell: " + command);
        }
    }

    private void sagegate(List<String> command) {
        var redirect = command.indexOf(">");
        var end = redirect < 0 ? command.size() : redirect;
        var run = Cli.run(command.subList(1, end).toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.OK);
        if (redirect >= 0) {
            files.put(command.get(redirect + 1), run.out());
        }
    }

    private void sam(List<String> command) {
        var form = new TreeMap<>(
                Map.of("StackName", options(command.subList(2, command.size())).get("stack-name")));
        var overrides = command.subList(command.indexOf("--parameter-overrides") + 1, command.size());
        for (var i = 0; i < overrides.size(); i++) {
            var pair = overrides.get(i).split("=", 2);
            form.put("Parameters.member." + (i + 1) + ".ParameterKey", pair[0]);
            form.put("Parameters.member." + (i + 1) + ".ParameterValue", pair[1]);
        }
        query("cloudformation", "UpdateStack", form);
    }

    private Map<String, String> options(List<String> words) {
        var options = new LinkedHashMap<String, String>();
        for (var i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith("--")) {
                var bare = i + 1 == words.size() || words.get(i + 1).startsWith("--");
                options.put(words.get(i).substring(2), bare ? "true" : value(words.get(i + 1)));
            }
        }
        return options;
    }

    private String value(String word) {
        return word.startsWith("file://") ? files.getOrDefault(word.substring(7), "") : word;
    }

    private void aws(String service, String command, Map<String, String> options) {
        var operation = pascal(command);
        if (service.equals("lambda")) {
            lambda(command, options);
        } else if (VERSIONS.containsKey(service)) {
            var form = new TreeMap<String, String>();
            options.forEach(
                    (name, value) -> form.put(pascal(name) + (name.endsWith("names") ? ".member.1" : ""), value));
            query(service, operation, form);
        } else {
            var input = new LinkedHashMap<String, Object>();
            options.forEach(
                    (name, value) -> input.put(service.equals("logs") ? camel(name) : pascal(name), typed(value)));
            var type = service.equals("dynamodb") ? "1.0" : "1.1";
            send(
                    "POST",
                    "/",
                    service,
                    Map.of(
                            "Content-Type", "application/x-amz-json-" + type,
                            "X-Amz-Target", TARGETS.get(service) + "." + operation),
                    json(input));
        }
    }

    /// `A=true,B=x` is a structure.
    private static Object typed(String value) {
        if (value.matches("\\w+=[^,]*(,\\w+=[^,]*)*")) {
            var members = new LinkedHashMap<String, Object>();
            for (var pair : value.split(",", -1)) {
                members.put(pair.split("=", 2)[0], typed(pair.split("=", 2)[1]));
            }
            return members;
        }
        if (value.equals("true")) {
            return true;
        }
        return value.matches("[0-9]+") ? Integer.valueOf(value) : value;
    }

    private void lambda(String command, Map<String, String> options) {
        var function = "/functions/" + options.get("function-name");
        var query = options.containsKey("qualifier") ? "?Qualifier=" + options.get("qualifier") : "";
        switch (command) {
            case "remove-permission" ->
                send(
                        "DELETE",
                        "/2015-03-31" + function + "/policy/" + options.get("statement-id") + query,
                        "lambda",
                        Map.of(),
                        "");
            case "delete-function-url-config" ->
                send("DELETE", "/2021-10-31" + function + "/url" + query, "lambda", Map.of(), "");
            case "update-function-url-config" ->
                send(
                        "PUT",
                        "/2021-10-31" + function + "/url" + query,
                        "lambda",
                        Map.of(),
                        json(Map.of("AuthType", options.get("auth-type"))));
            case "update-alias" ->
                send(
                        "PUT",
                        "/2015-03-31" + function + "/aliases/" + options.get("name"),
                        "lambda",
                        Map.of(),
                        json(Map.of("FunctionVersion", options.get("function-version"))));
            default -> throw new IllegalArgumentException(command);
        }
    }

    private void query(String service, String operation, Map<String, String> parameters) {
        var form = new TreeMap<>(parameters);
        form.put("Action", operation);
        form.put("Version", VERSIONS.get(service));
        var body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(
                "POST",
                "/",
                service.equals("cloudwatch") ? "monitoring" : service,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                body);
    }

    private void send(String method, String path, String service, Map<String, String> headers, String body) {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.valueOf(method))
                .uri(URI.create(world.control().endpoint() + path));
        headers.forEach(request::putHeader);
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create("local", "local"))
                        .request(request.build())
                        .payload(() -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        var http = HttpRequest.newBuilder(signed.request().getUri())
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> http.header(name, value));
            }
        });
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(http.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String json(Map<String, ?> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pascal(String kebab) {
        var name = new StringBuilder();
        for (var part : kebab.split("-", -1)) {
            name.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return name.toString();
    }

    private static String camel(String kebab) {
        var name = pascal(kebab);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
