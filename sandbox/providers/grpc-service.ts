/**
 * Serves a stand-in with the engine's resource provider protocol, with the SDK's own message classes.
 *
 * The SDK's own server (`pulumi.provider.main`) serves the eks stand-in, which only constructs components. It cannot
 * serve the other two. It never says that a provider supports previews, so the engine would skip their previews and
 * show inputs in place of outputs. It drops the preview flag of create and update. It does not answer DiffConfig, which
 * decides whether a changed kubeconfig replaces every resource in a cluster.
 */
import * as grpc from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { typeOf } from "../../command-line/urn";
import type { Properties } from "./cloud-state";
import type { Difference, ResourceRequest, StandIn } from "./stand-in";

type Call<Request> = grpc.ServerUnaryCall<Request, unknown>;
type Reply<Response> = grpc.sendUnaryData<Response>;
type Handler<Request, Response> = (call: Call<Request>, reply: Reply<Response>) => void;

/** The engine's own limit. Messages of a large stack are larger than gRPC's default of 4 MB. */
const maximumMessageBytes = 400 * 1024 * 1024;

/** Serves `standIn` on a free port of 127.0.0.1. Returns the port and the server. */
export async function serveStandIn(
  standIn: StandIn,
): Promise<{ port: number; server: grpc.Server }> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.max_send_message_length": maximumMessageBytes,
  });
  server.addService(provider.ResourceProviderService, handlers(standIn));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, server };
}

function handlers(standIn: StandIn): grpc.UntypedServiceImplementation {
  return {
    attach: answer(() => new Empty()),
    cancel: answer(() => new Empty()),
    getPluginInfo: answer(() => new pluginMessages.PluginInfo().setVersion(standIn.version)),
    configure: answer((request: messages.ConfigureRequest, connection) => {
      standIn.configure(connection, properties(request.getArgs()));
      return new messages.ConfigureResponse()
        .setSupportspreview(true)
        .setAcceptsecrets(false)
        .setAcceptresources(false);
    }),
    diffConfig: answer((request: messages.DiffRequest) =>
      diffResponse(standIn.diffConfig(oldInputsOf(request), properties(request.getNews()))),
    ),
    ...resourceHandlers(standIn),
    invoke: answer((request: messages.InvokeRequest, connection) =>
      new messages.InvokeResponse().setReturn(
        struct(standIn.invoke(connection, request.getTok(), properties(request.getArgs()))),
      ),
    ),
  };
}

function resourceHandlers(standIn: StandIn): grpc.UntypedServiceImplementation {
  return {
    check: answer((request: messages.CheckRequest, connection) => {
      const oldInputs = request.hasOlds() ? properties(request.getOlds()) : {};
      const result = standIn.check({
        ...resourceOf(request, connection),
        oldInputs: Object.keys(oldInputs).length === 0 ? undefined : oldInputs,
        newInputs: properties(request.getNews()),
      });
      const failures = result.failures.map(({ property, reason }) =>
        new messages.CheckFailure().setProperty(property).setReason(reason),
      );
      return new messages.CheckResponse()
        .setInputs(struct(result.inputs))
        .setFailuresList(failures);
    }),
    diff: answer((request: messages.DiffRequest, connection) =>
      diffResponse(
        standIn.diff({
          ...resourceOf(request, connection),
          id: request.getId(),
          oldInputs: oldInputsOf(request),
          oldOutputs: properties(request.getOlds()),
          newInputs: properties(request.getNews()),
        }),
      ),
    ),
    create: answer((request: messages.CreateRequest, connection) => {
      const inputs = properties(request.getProperties());
      const made = standIn.create({
        ...resourceOf(request, connection),
        inputs,
        preview: request.getPreview(),
      });
      return new messages.CreateResponse().setId(made.id).setProperties(struct(made.outputs));
    }),
    read: answer((request: messages.ReadRequest, connection) => {
      const found = standIn.read({ ...resourceOf(request, connection), id: request.getId() });
      // An empty id tells the engine that the object no longer exists.
      if (found === undefined) return new messages.ReadResponse().setId("");
      return new messages.ReadResponse()
        .setId(request.getId())
        .setProperties(struct(found.outputs))
        .setInputs(struct(found.inputs));
    }),
    update: answer((request: messages.UpdateRequest, connection) => {
      const { outputs } = standIn.update({
        ...resourceOf(request, connection),
        id: request.getId(),
        oldOutputs: properties(request.getOlds()),
        inputs: properties(request.getNews()),
        preview: request.getPreview(),
      });
      return new messages.UpdateResponse().setProperties(struct(outputs));
    }),
    delete: answer((request: messages.DeleteRequest, connection) => {
      standIn.delete({ ...resourceOf(request, connection), id: request.getId() });
      return new Empty();
    }),
  };
}

/** The engine opens one connection for each provider resource, so the peer identifies the provider resource. */
function answer<Request, Response>(
  make: (request: Request, connection: string) => Response,
): Handler<Request, Response> {
  return (call, reply) => {
    try {
      reply(null, make(call.request, call.getPeer()));
    } catch (error) {
      reply({ code: grpc.status.UNKNOWN, message: (error as Error).message });
    }
  };
}

function resourceOf(request: { getUrn(): string }, connection: string): ResourceRequest {
  const urn = request.getUrn();
  return { connection, urn, type: typeOf(urn) };
}

function oldInputsOf(request: messages.DiffRequest): Properties {
  return properties(request.hasOldInputs() ? request.getOldInputs() : request.getOlds());
}

function diffResponse({
  changed,
  replaces,
  deleteBeforeReplace,
}: Difference): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace);
}

function properties(value: Struct | undefined): Properties {
  return value === undefined ? {} : value.toJavaScript();
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}
