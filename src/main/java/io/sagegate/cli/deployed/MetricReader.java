package io.sagegate.cli.deployed;

import io.sagegate.cli.call.Service;
import io.sagegate.cli.call.SignedCalls;
import io.sagegate.cli.call.XmlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads alarms and SageMaker's counts from CloudWatch.
///
/// Source: Amazon CloudWatch API Reference, `DescribeAlarms` and `GetMetricData`.
final class MetricReader {
    /// Names or queries of one call.
    private static final int ALARMS = 100;

    private static final int QUERIES = 500;

    /// Pages of one call: 500 queries of two weeks' hours are 168,000 values, 100,800 to a page.
    private static final int MOST_PAGES = 20;

    private final SignedCalls calls;

    MetricReader(SignedCalls calls) {
        this.calls = calls;
    }

    List<AlarmFacts> alarms(Collection<String> names) throws IOException {
        var all = List.copyOf(names);
        var alarms = new ArrayList<AlarmFacts>();
        for (var from = 0; from < all.size(); from += ALARMS) {
            var parameters = new HashMap<>(Map.of("MaxRecords", Integer.toString(ALARMS)));
            var index = 0;
            for (var name : all.subList(from, Math.min(from + ALARMS, all.size()))) {
                parameters.put("AlarmNames.member." + ++index, name);
            }
            for (var alarm : calls.query(Service.CLOUDWATCH, "DescribeAlarms", parameters)
                    .members("MetricAlarms")) {
                alarms.add(new AlarmFacts(
                        alarm.get("AlarmName"),
                        alarm.get("ActionsEnabled").equals("true"),
                        alarm.members("AlarmActions").size()));
            }
        }
        return alarms;
    }

    private record Series(String endpoint, String variant) {}

    Map<String, Long> invocations(Collection<EndpointFacts> endpoints, Window window) throws IOException {
        var series = new ArrayList<Series>();
        endpoints.forEach(endpoint ->
                endpoint.variants().forEach(variant -> series.add(new Series(endpoint.name(), variant))));
        var counts = new TreeMap<String, Long>();
        endpoints.forEach(endpoint -> counts.put(endpoint.name(), 0L));
        for (var from = 0; from < series.size() && !window.isEmpty(); from += QUERIES) {
            add(series.subList(from, Math.min(from + QUERIES, series.size())), window, counts);
        }
        return counts;
    }

    private void add(List<Series> series, Window window, Map<String, Long> counts) throws IOException {
        var parameters = parameters(series, window);
        for (var page = 0; page < MOST_PAGES; page++) {
            var answer = calls.query(Service.CLOUDWATCH, "GetMetricData", parameters);
            for (var result : answer.members("MetricDataResults")) {
                counts.merge(asked(series, result.get("Id")).endpoint(), sum(result), Long::sum);
            }
            var next = answer.value("NextToken");
            if (next.isEmpty()) {
                return;
            }
            parameters.put("NextToken", next.get());
        }
        throw new IOException("more than " + MOST_PAGES + " pages of metrics: ask for a shorter time");
    }

    private static Series asked(List<Series> series, String id) throws IOException {
        for (var i = 0; i < series.size(); i++) {
            if (id.equals(id(i))) {
                return series.get(i);
            }
        }
        throw new IOException("AWS answered with a metric that nobody asked for");
    }

    private static String id(int index) {
        return "q" + index;
    }

    private static long sum(XmlNode result) throws IOException {
        var sum = 0L;
        for (var value : result.members("Values")) {
            sum += Values.count(value.text());
        }
        return sum;
    }

    private static Map<String, String> parameters(List<Series> series, Window window) {
        var parameters = new HashMap<String, String>();
        parameters.put("StartTime", window.from().toString());
        parameters.put("EndTime", window.to().toString());
        for (var i = 0; i < series.size(); i++) {
            var query = "MetricDataQueries.member." + (i + 1) + ".";
            var stat = query + "MetricStat.";
            parameters.put(query + "Id", id(i));
            parameters.put(stat + "Stat", "Sum");
            parameters.put(stat + "Period", Long.toString(window.period().toSeconds()));
            parameters.put(stat + "Metric.Namespace", "AWS/SageMaker");
            parameters.put(stat + "Metric.MetricName", "Invocations");
            dimension(parameters, stat, 1, "EndpointName", series.get(i).endpoint());
            dimension(parameters, stat, 2, "VariantName", series.get(i).variant());
        }
        return parameters;
    }

    private static void dimension(Map<String, String> parameters, String stat, int index, String name, String value) {
        parameters.put(stat + "Metric.Dimensions.member." + index + ".Name", name);
        parameters.put(stat + "Metric.Dimensions.member." + index + ".Value", value);
    }
}
