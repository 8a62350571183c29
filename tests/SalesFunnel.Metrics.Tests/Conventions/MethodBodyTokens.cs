using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>The metadata tokens that a method body mentions, by walking its instructions.</summary>
internal static class MethodBodyTokens
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (int)(ushort)code.Value, static code => code.OperandType);

    public static List<int> Of(BlobReader body)
    {
        var tokens = new List<int>();
        while (body.RemainingBytes > 0)
        {
            int code = body.ReadByte();
            if (code == 0xFE) // the only prefix of two-byte instructions
                code = (code << 8) | body.ReadByte();
            switch (s_operands[code])
            {
                case OperandType.InlineTok or OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField:
                    tokens.Add(body.ReadInt32());
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    body.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    body.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    body.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    int targets = body.ReadInt32(); // first: += would take the offset before the number is read
                    body.Offset += 4 * targets;
                    break;
                default: // branch, 32-bit number, text, signature
                    body.Offset += 4;
                    break;
            }
        }

        return tokens;
    }
}
