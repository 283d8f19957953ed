// AWS's JavaScript SDK through the gateway: all three operations against a running local stack.
//   npm install && node call.mjs ../../../../target/local/stack.json
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SageMakerRuntimeClient, InvokeEndpointCommand, InvokeEndpointAsyncCommand,
  InvokeEndpointWithResponseStreamCommand } from "@aws-sdk/client-sagemaker-runtime";
const stack = JSON.parse(readFileSync(process.argv[2]));
function client(endpoint) {
  const c = new SageMakerRuntimeClient({ endpoint, region: "us-east-1", signer: { sign: async (r) => r },
    credentials: { accessKeyId: "none", secretAccessKey: "none" }, maxAttempts: 1 });
  c.middlewareStack.add((next) => (args) => { args.request.headers.authorization = `Bearer ${stack.tokens.alice}`;
    return next(args); }, { step: "finalizeRequest", priority: "low" });
  return c;
}
const body = JSON.stringify({ max_tokens: 5, pause_ms: 5 });
const buffered = await client(stack.gateway).send(new InvokeEndpointCommand({ EndpointName: "tale-llm", ContentType: "application/json", Body: body }));
assert.equal(JSON.parse(new TextDecoder().decode(buffered.Body)).generated_text, "Alice was beginning to get ");
const queued = await client(stack.gateway).send(new InvokeEndpointAsyncCommand({ EndpointName: "tale-llm", InputLocation: "s3://clinic-inputs/notes/1.json" }));
assert.equal(queued.$metadata.httpStatusCode, 202);
assert.match(queued.OutputLocation, /^s3:\/\//);
for (const url of [stack.streaming, stack.gateway]) {
  const streamed = await client(url).send(new InvokeEndpointWithResponseStreamCommand({ EndpointName: "tale-llm", ContentType: "application/json", Accept: "text/plain", Body: body }));
  const parts = [];
  for await (const event of streamed.Body) parts.push(new TextDecoder().decode(event.PayloadPart.Bytes));
  assert.match(streamed.ContentType, /^text\/plain/);
  assert.equal(parts.join(""), "Alice was beginning to get ");
}
await assert.rejects(
  client(stack.gateway).send(new InvokeEndpointCommand({ EndpointName: "other", Body: body })),
  (error) => error.$metadata.httpStatusCode === 403);
console.log("all three operations work, and a refusal is an error");
