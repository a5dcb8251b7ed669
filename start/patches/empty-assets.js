"use strict";

const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const signatureKey = "4dabf18193072939515e22adb298388d";

/** Stands for an empty text on the way through the SDK, which takes the empty text itself for none. */
const emptyText = "\u0000empty\u0000";

/** Makes the policy SDK read assets and archives without content. See patches.js. */
exports.readEmptyAssets = function readEmptyAssets() {
  // Loaded here, because commands without the policy pack list this patch too.
  const sdk = require("@pulumi/policy/deserialize");
  const deserialize = sdk.deserializeProperties;
  if (deserialize.readsEmptyAssets) return;
  const reading = (outputs, proxySecrets) => {
    const plain = outputs.toJavaScript();
    if (!hasAssets(plain)) return deserialize({ toJavaScript: () => plain }, proxySecrets);
    const read = deserialize({ toJavaScript: () => withContent(plain) }, proxySecrets);
    // Remediations see secrets in a form of their own. This pack has none.
    if (!proxySecrets) setTexts(read, plain);
    return read;
  };
  sdk.deserializeProperties = Object.assign(reading, { readsEmptyAssets: true });
};

function hasAssets(value) {
  if (typeof value !== "object" || value === null) return false;
  const signature = value[signatureKey];
  if (signature === assetSignature || signature === archiveSignature) return true;
  return Object.values(value).some(hasAssets);
}

/** Gives the texts of assets as texts; the SDK gives promises, which a policy cannot read. */
function setTexts(read, plain) {
  if (typeof plain !== "object" || plain === null) return;
  const signature = plain[signatureKey];
  if (signature === assetSignature) {
    if (!plain.path && !plain.uri) read.text = plain.text ?? "";
  } else if (signature === archiveSignature) {
    if (plain.assets) {
      const assets = Object.fromEntries(
        Object.entries(plain.assets).map(([name, one]) => [name, assetOf(one)]),
      );
      read.assets = assets;
    }
  } else if (signature === secretSignature) {
    setTexts(read, plain.value);
  } else {
    for (const [key, field] of Object.entries(plain)) setTexts(read[key], field);
  }
}

/** An asset of an archive, as far as a policy reads it. */
function assetOf(plain) {
  const { text, path, uri, assets } = plain;
  if (assets) {
    const inner = Object.entries(assets).map(([name, one]) => [name, assetOf(one)]);
    return { __pulumiArchive: true, assets: Object.fromEntries(inner) };
  }
  return path || uri
    ? { __pulumiAsset: true, path, uri }
    : { __pulumiAsset: true, text: text ?? "" };
}

/** The properties with a content in each asset that has none. Only these are copied. */
function withContent(value) {
  if (Array.isArray(value)) return value.map(withContent);
  if (typeof value !== "object" || value === null) return value;
  const signature = value[signatureKey];
  if (signature === assetSignature && !value.path && !value.text && !value.uri) {
    return { ...value, text: emptyText };
  }
  if (signature === archiveSignature && !value.path && !value.assets && !value.uri) {
    return { ...value, assets: {} };
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withContent(field)]));
}
