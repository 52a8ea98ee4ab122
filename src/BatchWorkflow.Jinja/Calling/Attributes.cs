using System.Numerics;
using BatchWorkflow.Jinja.Methods;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Calling;

/// <summary>Attributes, items and calls, as templates reach them.</summary>
internal static class Attributes
{
    /// <summary>The dot: an attribute, else an item, else undefined.</summary>
    internal static object? Get(Frame frame, object? target, string name)
    {
        if (target is DictValue dict)
        {
            if (DictMethods.Table.TryGet(name, out NativeFunction method))
                return new BoundMethod(dict, method);
            return dict.TryGet(name, out object? value) ? value : Undefined(frame, target, name);
        }

        object? found = Find(frame, target, name);
        if (found is Missing)
            found = ItemOf(frame, target, name);
        return found is Missing ? Undefined(frame, target, name) : found;
    }

    /// <summary>The brackets: an item, else an attribute, else undefined.</summary>
    internal static object? GetItem(Frame frame, object? target, object? key)
    {
        object? found = ItemOf(frame, target, key);
        if (found is Missing && Texts.TryGet(key, out string name))
            found = Find(frame, target, name);
        return found is Missing ? Undefined(frame, target, key) : found;
    }

    /// <summary>An attribute only, or <see cref="Missing"/>.</summary>
    internal static object? Find(Frame frame, object? target, string name)
    {
        switch (target)
        {
            case NamespaceValue space:
                return space.Attributes.TryGet(name, out object? value) ? value : Missing.Value;
            case ModuleValue module:
                return module.Exports.TryGetValue(name, out value) ? value : Missing.Value;
            case CallableValue callable: return callable.Attribute(frame, name);
            case JinjaUndefined undefined: return OfUndefined(undefined, name);
            case UnknownValue unknown: throw new UnknownValueException(unknown);
            case TupleValue { Names: { } names } tuple when Array.IndexOf(names, name) is >= 0 and var index:
                return tuple.Items[index];
            default: break;
        }

        if (MethodsOf(target)?.TryGet(name, out NativeFunction method) == true)
            return new BoundMethod(target!, method);
        return Numbers.IsNumber(target) || target is ComplexValue ? NumberMethods.Property(target!, name) : Missing.Value;
    }

    private static FunctionTable? MethodsOf(object? target) => target switch
    {
        string or Markup => StringMethods.Table,
        ListValue => ListMethods.Table,
        DictValue => DictMethods.Table,
        TupleValue => ListMethods.TupleTable,
        SetValue => SetMethods.Table,
        bool or long or BigInteger => NumberMethods.IntegerTable,
        double => NumberMethods.FloatTable,
        ComplexValue => NumberMethods.ComplexTable,
        BytesValue => BytesMethods.Table,
        _ => null,
    };

    private static object? OfUndefined(JinjaUndefined undefined, string name)
    {
        switch (name)
        {
            case "_undefined_name": return undefined.Key;
            case "_undefined_hint": return undefined.Hint;
            case "_undefined_obj": return undefined.Owner;
            default: break;
        }

        if (undefined.Kind == UndefinedKind.Chainable && !name.StartsWith("__", StringComparison.Ordinal))
            return undefined;
        return name.StartsWith("__", StringComparison.Ordinal) ? Missing.Value : throw undefined.Fail();
    }

    private static object? ItemOf(Frame frame, object? target, object? key)
    {
        switch (target)
        {
            case JinjaUndefined { Kind: UndefinedKind.Chainable } chained: return chained;
            case JinjaUndefined undefined: throw undefined.Fail();
            case CallableValue callable: return callable.Item(key);
            case UnknownValue unknown: throw new UnknownValueException(unknown);
            default: break;
        }

        Guard.RefuseUnknown(key);
        if (key is JinjaUndefined { Kind: UndefinedKind.Strict } strict && target is DictValue)
            throw strict.Fail();
        return Sequences.Item(frame.State, target, key);
    }

    internal static JinjaUndefined Undefined(Frame frame, object? owner, object? key) =>
        new(frame.State.Environment.Undefined, null, owner, key) { Place = (frame.State.Template.Source, frame.State.At) };

    internal static object? Call(Frame frame, object? target, CallArguments arguments)
    {
        if (target is CallableValue callable)
            return callable.Call(frame, arguments);
        Guard.Refuse(target);
        throw Error.Type($"'{PythonTypes.NameOf(target)}' object is not callable");
    }
}
