package io.sagegate.local.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// CloudWatch in the query protocol: alarms, and the one metric of SageMaker's that counts calls.
record MonitoringFront(LocalAccount account) {
    private static final String SPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    String answer(ControlCall call) throws ControlError {
        account.check("cloudwatch:" + call.operation());
        var content = switch (call.operation()) {
            case "DescribeAlarms" -> alarms(call);
            case "EnableAlarmActions" -> enable(call);
            case "GetMetricData" -> data(call);
            default -> throw ControlError.unknown(call.operation());
        };
        return Xml.answer(call.operation(), SPACE, content);
    }

    private String alarms(ControlCall call) {
        var named = call.list("AlarmNames").stream()
                .filter(account.alarms::containsKey)
                .map(account.alarms::get)
                .toList();
        var topic = account.parameters.getOrDefault("AlarmTopicArn", "");
        return Xml.list(
                "MetricAlarms",
                named,
                alarm -> Xml.text("AlarmName", alarm.name)
                        + Xml.text("ActionsEnabled", Boolean.toString(alarm.enabled))
                        + Xml.element("AlarmActions", alarm.told ? Xml.text("member", topic) : ""));
    }

    private String enable(ControlCall call) {
        call.list("AlarmNames").forEach(name -> {
            var alarm = account.alarms.get(name);
            if (alarm != null) {
                alarm.enabled = true;
            }
        });
        return "";
    }

    private String data(ControlCall call) {
        var results = new ArrayList<String>();
        for (var i = 1; ; i++) {
            var query = "MetricDataQueries.member." + i + ".";
            if (call.get(query + "Id").isEmpty()) {
                return Xml.list("MetricDataResults", results, each -> each);
            }
            results.add(
                    Xml.text("Id", call.get(query + "Id")) + Xml.text("StatusCode", "Complete") + values(call, query));
        }
    }

    /// All calls of an endpoint count for its first variant: the stand-in of SageMaker does not tell them apart.
    private String values(ControlCall call, String query) {
        var metric = query + "MetricStat.Metric.";
        var endpoint = account.endpoints.get(call.get(metric + "Dimensions.member.1.Value"));
        var sums = endpoint != null
                        && call.get(metric + "MetricName").equals("Invocations")
                        && call.get(metric + "Namespace").equals("AWS/SageMaker")
                        && endpoint.variants().indexOf(call.get(metric + "Dimensions.member.2.Value")) == 0
                ? account.tally.sums(
                        endpoint.name(),
                        Instant.parse(call.get("StartTime")),
                        Instant.parse(call.get("EndTime")),
                        Long.parseLong(call.get(query + "MetricStat.Period")))
                : java.util.Map.<Long, Long>of();
        return Xml.list(
                        "Timestamps",
                        List.copyOf(sums.keySet()),
                        at -> Instant.ofEpochSecond(at).toString())
                + Xml.list("Values", List.copyOf(sums.values()), sum -> sum + ".0");
    }
}
