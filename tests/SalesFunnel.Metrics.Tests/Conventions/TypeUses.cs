using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>Which types each top-level type of an assembly uses, read from its metadata and method bodies.</summary>
/// <remarks>Nested and compiler-made types count as the top-level type that holds them. Bases, interfaces, fields, signatures, locals
/// and every token of every method body are followed; attributes are not.</remarks>
internal static class TypeUses
{
    public static Dictionary<string, HashSet<string>> Of(string assemblyFile)
    {
        using var file = new PEReader(File.OpenRead(assemblyFile));
        MetadataReader metadata = file.GetMetadataReader();
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            string owner = Name(metadata, handle);
            if (!uses.TryGetValue(owner, out HashSet<string>? used))
                uses.Add(owner, used = new HashSet<string>(StringComparer.Ordinal));
            Read(file, metadata, metadata.GetTypeDefinition(handle), new Collector(metadata, used));
            used.Remove(owner);
        }

        return uses;
    }

    private static void Read(PEReader file, MetadataReader metadata, TypeDefinition type, Collector collector)
    {
        collector.Add(type.BaseType);
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
            collector.Add(metadata.GetInterfaceImplementation(handle).Interface);
        foreach (FieldDefinitionHandle handle in type.GetFields())
            metadata.GetFieldDefinition(handle).DecodeSignature(collector, null);
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            method.DecodeSignature(collector, null);
            if (method.RelativeVirtualAddress == 0)
                continue;
            MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
                metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(collector, null);
            foreach (ExceptionRegion region in body.ExceptionRegions)
                collector.Add(region.CatchType);
            foreach (int token in MethodBodyTokens.Of(body.GetILReader()))
                collector.Add(MetadataTokens.EntityHandle(token));
        }
    }

    private static string Name(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        return Name(metadata, type.Namespace, type.Name);
    }

    private static string Name(MetadataReader metadata, StringHandle space, StringHandle name)
    {
        string simple = metadata.GetString(name).Split('`')[0];
        return space.IsNil ? simple : metadata.GetString(space) + "." + simple;
    }

    private sealed class Collector(MetadataReader metadata, HashSet<string> used) : ISignatureTypeProvider<int, object?>
    {
        public void Add(EntityHandle handle)
        {
            if (handle.IsNil)
                return;
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    used.Add(Name(metadata, (TypeDefinitionHandle)handle));
                    break;
                case HandleKind.TypeReference:
                    TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                    while (reference.ResolutionScope.Kind == HandleKind.TypeReference)
                        reference = metadata.GetTypeReference((TypeReferenceHandle)reference.ResolutionScope);
                    used.Add(Name(metadata, reference.Namespace, reference.Name));
                    break;
                case HandleKind.TypeSpecification:
                    metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    MethodDefinition method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                    Add(method.GetDeclaringType());
                    method.DecodeSignature(this, null);
                    break;
                case HandleKind.FieldDefinition:
                    FieldDefinition field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                    Add(field.GetDeclaringType());
                    field.DecodeSignature(this, null);
                    break;
                case HandleKind.MemberReference:
                    Add(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                    break;
                case HandleKind.MethodSpecification:
                    MethodSpecification specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(specification.Method);
                    specification.DecodeSignature(this, null);
                    break;
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Use(handle);

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Use(handle);

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Use(handle);

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        private int Use(EntityHandle handle)
        {
            Add(handle);
            return 0;
        }
    }
}
