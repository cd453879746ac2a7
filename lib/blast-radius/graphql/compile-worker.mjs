// The worker in which a schema is read, for one schema. Plain JavaScript, so that it starts as it lies here, from the
// sources as from each bundle; see compile-thread.ts.
import { parentPort } from "node:worker_threads";
import {
  buildASTSchema,
  buildClientSchema,
  getNamedType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  validateSchema,
  visit,
  visitInParallel,
} from "graphql";
import { specifiedSDLRules } from "graphql/validation/specifiedRules.js";
import { SDLValidationContext } from "graphql/validation/ValidationContext.js";

/** @typedef {import("./compile-thread").Question} Question */
/** @typedef {import("./compile-thread").Answer} Answer */

/** What directives stand on a schema says nothing of what it takes, and many schemas leave their definitions out. */
const RULES = specifiedSDLRules.filter(
  ({ name }) => !/^(KnownDirectives|KnownArgumentNamesOn|ProvidedRequiredArgumentsOn)/.test(name),
);
const DEPRECATION_CHARS_MAX = 200;
/** Lists within lists: no API has three. */
const TYPE_CHARS_MAX = 300;

class Refused extends Error {
  constructor(faults) {
    super();
    this.faults = faults;
  }
}

/** @param {Question} question @returns {Answer} */
function answer({ text, format, limits }) {
  try {
    const schema = format === "sdl" ? fromSdl(text, limits) : fromIntrospection(text);
    assertValid(schema, limits);
    const compiled = JSON.stringify(compile(schema));
    if (Buffer.byteLength(compiled) > limits.compiledBytesMax) return { code: "too_much" };
    return { compiled, mutations: Object.keys(schema.getMutationType()?.getFields() ?? {}).length };
  } catch (error) {
    if (error instanceof Refused) return { faults: error.faults.map(faultOf) };
    if (error instanceof GraphQLError)
      return error.message.includes(`${limits.tokensMax} tokens`)
        ? { code: "too_long" }
        : { faults: [faultOf(error)] };
    if (error instanceof SyntaxError) return { faults: [jsonFault(error, text)] };
    if (error instanceof RangeError) return { code: "too_deep" };
    // The library's own sentences; a TypeError is its stumbling over a form that isn't an introspection's.
    return error?.constructor === Error
      ? { faults: [{ message: error.message }] }
      : { code: "not_a_schema" };
  }
}

function fromSdl(text, limits) {
  const read = (noLocation) => {
    const document = parse(text, { maxTokens: limits.tokensMax, noLocation });
    const faults = broken(document, limits);
    if (faults.length > 0) throw new Refused(faults);
    const schema = buildASTSchema(document, { assumeValidSDL: true });
    assertValid(schema, limits);
    return schema;
  };
  try {
    return read(true);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // To keep where everything stands takes twice the time and memory: only for who has to mend it.
    return read(false);
  }
}

function assertValid(schema, { faultsMax }) {
  const faults = validateSchema(schema);
  if (faults.length > 0) throw new Refused(faults.slice(0, faultsMax));
}

/** As the library's validateSDL, but for its end: a million faults are a million objects. */
function broken(document, { faultsMax }) {
  const faults = [];
  const enough = new Error("enough");
  const context = new SDLValidationContext(document, null, (fault) => {
    faults.push(fault);
    if (faults.length >= faultsMax) throw enough;
  });
  try {
    visit(document, visitInParallel(RULES.map((rule) => rule(context))));
  } catch (error) {
    if (error !== enough) throw error;
  }
  return faults;
}

function fromIntrospection(text) {
  const value = JSON.parse(text);
  return buildClientSchema(value?.data ?? value);
}

function compile(schema) {
  const root = schema.getMutationType();
  const types = {};
  const waiting = [];
  const input = (one, required) => {
    const type = String(one.type);
    if (type.length > TYPE_CHARS_MAX) throw new RangeError("lists in lists in lists");
    waiting.push(getNamedType(one.type));
    return { type, ...(required ? { required: true } : {}) };
  };
  const fields = mapped(Object.values(root?.getFields() ?? {}), (field) => ({
    args: mapped(field.args, (argument) => input(argument, isRequiredArgument(argument))),
    returns: String(field.type).slice(0, TYPE_CHARS_MAX),
    ...(typeof field.deprecationReason === "string"
      ? { deprecated: Array.from(field.deprecationReason).slice(0, DEPRECATION_CHARS_MAX).join("") }
      : {}),
  }));
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (Object.hasOwn(types, type.name)) continue;
    if (isEnumType(type)) types[type.name] = { values: type.getValues().map(({ name }) => name) };
    if (!isInputObjectType(type)) continue;
    types[type.name] = {};
    types[type.name].fields = mapped(Object.values(type.getFields()), (field) =>
      input(field, isRequiredInputField(field)),
    );
    if (type.isOneOf) types[type.name].oneOf = true;
  }
  return { mutation: root?.name ?? null, fields: sorted(fields), types: sorted(types) };
}

const mapped = (named, make) => Object.fromEntries(named.map((one) => [one.name, make(one)]));
const sorted = (members) =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));

function faultOf({ message, locations }) {
  const [at] = locations ?? [];
  return { message, ...(at ? { line: at.line, column: at.column } : {}) };
}

/** V8 says where, in words. */
function jsonFault({ message }, text) {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position === undefined) return { message: "It begins like JSON, and isn't." };
  const before = text.slice(0, Number(position)).split("\n");
  return {
    message: "It begins like JSON, and isn't from here on.",
    line: before.length,
    column: before.at(-1).length + 1,
  };
}

parentPort?.on("message", (question) => parentPort?.postMessage(answer(question)));
parentPort?.postMessage("ready");
