import {
  AnalyzeRequest,
  AnalyzeStackRequest,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

import type { Registration, RegistrationOptions, WireProperties } from "./registration";

/** The request that the engine sends to a policy pack for one resource. */
export function analyzeRequest(
  registration: Registration,
  all: readonly Registration[] = [],
): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setUrn(registration.urn);
  request.setType(registration.type);
  request.setName(registration.name);
  request.setProperties(structOf(registration.properties));
  request.setOptions(optionsOf(registration.options));
  const provider = providerOf(registration, all);
  if (provider !== undefined) request.setProvider(provider);
  return request;
}

/**
 * The request that the engine sends for all resources together. It has no outputs, as at the first preview of a cluster
 * and its NodePools: a rule has to use the inputs that it got before.
 */
export function analyzeStackRequest(all: readonly Registration[]): AnalyzeStackRequest {
  const request = new AnalyzeStackRequest();
  request.setResourcesList(
    all.map(({ urn, type, name, options }) => {
      const resource = new AnalyzerResource();
      resource.setUrn(urn);
      resource.setType(type);
      resource.setName(name);
      resource.setParent(options.parent);
      resource.setProperties(structOf({}));
      resource.setOptions(optionsOf(options));
      return resource;
    }),
  );
  return request;
}

function optionsOf(options: RegistrationOptions): AnalyzerResourceOptions {
  const message = new AnalyzerResourceOptions();
  message.setProtect(options.protect);
  message.setIgnorechangesList([...options.ignoreChanges]);
  message.setDeletebeforereplace(options.deleteBeforeReplace);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplaceDefined);
  message.setAdditionalsecretoutputsList([...options.additionalSecretOutputs]);
  message.setAliasesList([...options.aliases]);
  message.setParent(options.parent);
  const timeouts = new AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(options.customTimeouts.create);
  timeouts.setUpdate(options.customTimeouts.update);
  timeouts.setDelete(options.customTimeouts.delete);
  message.setCustomtimeouts(timeouts);
  return message;
}

/** The registration of the provider. A default provider has none, because the engine itself creates it. */
function providerOf(
  { provider }: Registration,
  all: readonly Registration[],
): AnalyzerProviderResource | undefined {
  const urn = provider.slice(0, Math.max(0, provider.lastIndexOf("::")));
  const found = all.find((registration) => registration.urn === urn);
  if (found === undefined) return undefined;
  const message = new AnalyzerProviderResource();
  message.setUrn(found.urn);
  message.setType(found.type);
  message.setName(found.name);
  message.setProperties(structOf(found.properties));
  return message;
}

function structOf(properties: WireProperties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
