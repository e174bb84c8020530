public import Store

/// The kernel as the house's composition sees it.
public enum KernelModule {
    /// Every step of the kernel's tables, in an order in which foreign keys find what they point to.
    public static let migrations: [Migration] =
        TerritorySchema.migrations + PeopleSchema.migrations + IdentitySchema.migrations + AccessSchema.migrations
        + AuditSchema.migrations + FilesSchema.migrations + JobsSchema.migrations + IdempotencySchema.migrations
        + WorkCalendarSchema.migrations + RevisionSchema.migrations + UnitMatterSchema.migrations
}
