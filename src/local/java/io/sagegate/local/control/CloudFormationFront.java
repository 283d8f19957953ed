package io.sagegate.local.control;

import java.util.ArrayList;
import java.util.List;

/// CloudFormation in the query protocol: one stack, whose parameters can be changed.
record CloudFormationFront(LocalAccount account) {
    private static final String SPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
    private static final int PAGE = 100;

    String answer(ControlCall call) throws ControlError {
        account.check("cloudformation:" + call.operation());
        if (!call.get("StackName").equals(LocalAccount.STACK)) {
            throw new ControlError(
                    400, "ValidationError", "Stack with id " + call.get("StackName") + " does not exist");
        }
        var content = switch (call.operation()) {
            case "DescribeStacks" -> stack();
            case "ListStackResources" -> resources(call);
            case "UpdateStack" -> update(call);
            default -> throw ControlError.unknown(call.operation());
        };
        return Xml.answer(call.operation(), SPACE, content);
    }

    private static String arn() {
        return LocalAccount.arn(
                "cloudformation", "stack/" + LocalAccount.STACK + "/5f0f6d00-0000-4000-8000-000000000000");
    }

    private String stack() {
        return Xml.list(
                "Stacks",
                List.of(LocalAccount.STACK),
                name -> Xml.text("StackName", name)
                        + Xml.text("StackId", arn())
                        + Xml.text("StackStatus", "UPDATE_COMPLETE")
                        + Xml.list(
                                "Parameters",
                                account.parameters.entrySet(),
                                each -> Xml.text("ParameterKey", each.getKey())
                                        + Xml.text("ParameterValue", each.getValue()))
                        + Xml.list(
                                "Outputs",
                                account.outputs.entrySet(),
                                each -> Xml.text("OutputKey", each.getKey())
                                        + Xml.text("OutputValue", each.getValue())));
    }

    private String resources(ControlCall call) {
        var all = new ArrayList<>(account.resources.entrySet());
        var from = call.get("NextToken").isEmpty() ? 0 : Integer.parseInt(call.get("NextToken"));
        var end = Math.min(from + PAGE, all.size());
        return Xml.list(
                        "StackResourceSummaries",
                        all.subList(from, end),
                        each -> Xml.text("LogicalResourceId", each.getKey())
                                + Xml.text("PhysicalResourceId", each.getValue().physical())
                                + Xml.text("ResourceType", each.getValue().type())
                                + Xml.text("ResourceStatus", "CREATE_COMPLETE"))
                + (end < all.size() ? Xml.text("NextToken", Integer.toString(end)) : "");
    }

    /// The parameters given change; what hangs on them follows, as the template says.
    private String update(ControlCall call) {
        for (var i = 1; !call.get("Parameters.member." + i + ".ParameterKey").isEmpty(); i++) {
            account.parameters.put(
                    call.get("Parameters.member." + i + ".ParameterKey"),
                    call.get("Parameters.member." + i + ".ParameterValue"));
        }
        LocalStackTemplate.apply(account);
        return Xml.text("StackId", arn());
    }
}
